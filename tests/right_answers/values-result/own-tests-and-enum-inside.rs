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
    read(row).map_err(|bad| match bad {
        Bad::Row(row) => format!("no station or comma in {row:?}"),
        Bad::Number(text) => format!("not a number: {text:?}"),
    })
}

/// What can be wrong.
pub enum Bad<'a> {
    /// The row.
    Row(&'a str),
    /// The number.
    Number(&'a str),
}

fn read(row: &str) -> Result<(String, f64), Bad<'_>> {
    let name = station(row).ok_or(Bad::Row(row))?;
    let (_, text) = row.split_once(',').ok_or(Bad::Row(row))?;
    let text = text.trim();
    Ok((
        name.to_string(),
        text.parse().map_err(|_| Bad::Number(text))?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_good_row() {
        assert_eq!(read_row("Tromsø,-4.5"), Ok(("Tromsø".to_string(), -4.5)));
    }
}
