//! One row of a station's file: a name, a comma, a number. Or so we hope.

// [row]
/// Read a row such as `Tromsø,-4.5` into the station and its reading.
///
/// A row that can't be read gives an `Err` that says which text was found.
pub fn read_row(row: &str) -> Result<(String, f64), String> {
    match row.rsplit_once(',') {
        None => Err(format!("no comma in {row:?}")),
        Some((station, text)) => match text.parse::<f64>() {
            Err(_) => Err(format!("{text:?} is not a number")),
            Ok(reading) => Ok((station.to_string(), reading)),
        },
    }
}
// [end]
