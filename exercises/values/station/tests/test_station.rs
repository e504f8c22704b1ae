//! The tests of `values-station`.

use values_station::station;

#[test]
fn test_name_before_the_comma() {
    assert_eq!(station("Oslo,-3.5"), Some("Oslo"));
    assert_eq!(station("Tromsø,-4.5"), Some("Tromsø"));
    assert_eq!(station("Cape Town,"), Some("Cape Town"));
    assert_eq!(station("Å,-0.5"), Some("Å"));
    assert_eq!(station("Y,-0.5"), Some("Y"));
}

#[test]
fn test_many_names() {
    for number in 0..100 {
        let name = format!("station {number}{}", "0".repeat(number));
        let row = format!("{name},{}", number as f64 * 0.25 - 12.5);
        assert_eq!(station(&row), Some(name.as_str()));
    }
}

#[test]
fn test_first_comma_counts() {
    assert_eq!(station("Oslo,21,5"), Some("Oslo"));
}

#[test]
fn test_name_is_trimmed() {
    assert_eq!(station("  Bergen ,7.0"), Some("Bergen"));
    assert_eq!(station("\tCape Town\t,28.5"), Some("Cape Town"));
}

#[test]
fn test_row_without_a_comma_has_no_station() {
    assert_eq!(station("Bergen 7.0"), None);
    assert_eq!(station(""), None);
}

#[test]
fn test_empty_name_is_no_station() {
    assert_eq!(station(",21.5"), None);
    assert_eq!(station("  ,21.5"), None);
    assert_eq!(station(" \t,21.5"), None);
}
