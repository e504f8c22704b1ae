//! One row of a station's file: a name, a comma, and a reading.

/// The station of a row such as `Tromsø,-4.5`: the text before the first comma, trimmed.
///
/// `None` if the row has no comma, or if the trimmed name is empty.
pub fn station(row: &str) -> Option<&str> {
    let Some((name, _)) = row.split_once(',') else {
        return None;
    };
    let name = name.trim();
    if name.is_empty() { None } else { Some(name) }
}

/// Read a row such as `Tromsø,-4.5` into its station and its reading.
///
/// The reading is the text after the first comma, trimmed, as a number.
/// A row that can't be read is an `Err` that shows the string that was found.
pub fn read_row(row: &str) -> Result<(String, f64), String> {
    // TODO: write the body. `station` above is finished: call it for the name.
    let parts: Vec<&str> = row.split(',').collect();
    let text = parts[1];
    match text.trim().parse::<f64>() {
        Ok(reading) => Ok((parts[0].trim().to_string(), reading)),
        Err(_) => Err(format!("{row:?} is not a row")),
    }
}
