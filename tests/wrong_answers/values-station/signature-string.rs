//! The station of one row of a file: the name before the first comma.

/// The station of a row such as `Tromsø,-4.5`: the text before the first comma, trimmed.
///
/// `None` if the row has no comma, or if the trimmed name is empty.
pub fn station(row: &str) -> Option<String> {
    let Some((name, _)) = row.split_once(',') else {
        return None;
    };
    let name = name.trim();
    if name.is_empty() {
        None
    } else {
        Some(name.to_string())
    }
}
