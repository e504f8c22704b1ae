//! The station of one row of a file: the name before the first comma.

/// The station of a row such as `Tromsø,-4.5`: the text before the first comma, trimmed.
///
/// `None` if the row has no comma, or if the trimmed name is empty.
pub fn station(row: &str) -> Option<&str> {
    let bytes = row.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == b',' {
            let name = &row[0..i];
            let name = name.trim();
            if name.is_empty() {
                return None;
            } else {
                return Some(name);
            }
        }
        i += 1;
    }
    None
}
