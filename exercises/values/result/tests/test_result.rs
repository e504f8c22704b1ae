//! The tests of `values-result`.

use values_result::read_row;

#[test]
fn test_good_row() {
    assert_eq!(read_row("Oslo,21.5"), Ok(("Oslo".to_string(), 21.5)));
}

#[test]
fn test_station_keeps_its_letters() {
    assert_eq!(read_row("Tromsø,-4.5"), Ok(("Tromsø".to_string(), -4.5)));
}

#[test]
fn test_whitespace_around_the_reading() {
    assert_eq!(
        read_row("Cape Town , 28"),
        Ok(("Cape Town".to_string(), 28.0))
    );
}

#[test]
fn test_many_rows() {
    for number in 0..100 {
        let (name, reading) = (format!("station {number}"), number as f64 * 0.25 - 12.5);
        assert_eq!(read_row(&format!("{name},{reading}")), Ok((name, reading)));
    }
}

#[test]
fn test_bad_number_is_shown() {
    let error = read_row("Tromsø,n/a").unwrap_err();
    assert!(error.contains("n/a"), "the error says: {error}");
}

#[test]
fn test_row_without_a_comma_is_shown() {
    let error = read_row("Bergen 7.0").unwrap_err();
    assert!(error.contains("Bergen 7.0"), "the error says: {error}");
}

#[test]
fn test_row_without_a_station_is_shown() {
    let error = read_row(" ,21.5").unwrap_err();
    assert!(error.contains(",21.5"), "the error says: {error}");
}

#[test]
fn test_empty_reading_is_an_error() {
    assert!(read_row("Oslo,").is_err());
}

#[test]
fn test_second_comma_is_an_error() {
    let error = read_row("Oslo,21,5").unwrap_err();
    assert!(error.contains("21,5"), "the error says: {error}");
}
