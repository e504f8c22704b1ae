//! Another way: leave the function where something is missing, so that the good way stays flat.

// [row]
/// Read a row such as `Tromsø,-4.5` into the station and its reading.
///
/// A row that can't be read gives an `Err` that says which text was found.
pub fn read_row(row: &str) -> Result<(String, f64), String> {
    let Some((station, text)) = row.split_once(',') else {
        return Err(format!("no comma in {row:?}"));
    };
    let Ok(reading) = text.parse() else {
        return Err(format!("{text:?} is not a number"));
    };
    Ok((station.to_string(), reading))
}
// [end]
