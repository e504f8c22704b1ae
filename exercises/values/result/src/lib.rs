//! One row of a station's file: a name, a comma, a number. Or so we hope.

/// Read a row such as `Tromsø,-4.5` into the station and its reading.
///
/// A row that can't be read gives an `Err` that says which text was found.
pub fn read_row(row: &str) -> Result<(String, f64), String> {
    // TODO: each `.unwrap()` says "there is always a value" and panics where there is none.
    // Ask with `match`, and answer with an `Err` that shows what was found.
    let (station, text) = row.split_once(',').unwrap();
    let reading = text.parse::<f64>().unwrap();
    Ok((station.to_string(), reading))
}
