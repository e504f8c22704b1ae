//! Another way: a `match` with a condition behind a pattern. `_` covers every other case.

// [station]
/// The station of a row such as `Tromsø,-4.5`: the text before the first comma, trimmed.
///
/// `None` if the row has no comma, or if the trimmed name is empty.
pub fn station(row: &str) -> Option<&str> {
    match row.split_once(',') {
        Some((name, _)) if !name.trim().is_empty() => Some(name.trim()),
        _ => None,
    }
}
// [end]
