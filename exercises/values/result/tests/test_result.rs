//! The tests of `values-result`.

use std::cell::Cell;
use std::panic;

use values_result::read_row;

thread_local! {
    static PANICS: Cell<usize> = const { Cell::new(0) };
}

#[test]
fn test_good_row() {
    assert_eq!(read_row("Oslo,21.5"), Ok(("Oslo".to_string(), 21.5)));
    assert_eq!(read_row("Oslo,0.1"), Ok(("Oslo".to_string(), 0.1)));
    assert_eq!(read_row("Oslo,-1e300"), Ok(("Oslo".to_string(), -1e300)));
}

#[test]
fn test_station_keeps_its_letters() {
    assert_eq!(read_row("Tromsø,-4.5"), Ok(("Tromsø".to_string(), -4.5)));
}

#[test]
fn test_whitespace_around_the_reading() {
    let city = "Cape Town".to_string();
    assert_eq!(read_row("Cape Town , 28"), Ok((city.clone(), 28.0)));
    assert_eq!(read_row(" Cape Town,-2.8\t"), Ok((city, -2.8)));
}

#[test]
fn test_many_rows() {
    for number in 0..400 {
        let (name, reading) = (format!("station {number}"), f64::from(number) * 0.1 - 12.5);
        assert_eq!(read_row(&format!("{name},{reading}")), Ok((name, reading)));
    }
}

#[test]
fn test_bad_number_is_shown() {
    for text in ["n/a", "21.5 C", "--5", "17 .5"] {
        let error = read_row(&format!("Tromsø,{text}")).unwrap_err();
        assert!(error.contains(text), "the error says: {error}");
    }
}

#[test]
fn test_row_without_a_comma_is_shown() {
    let error = read_row("Bergen 7.0").unwrap_err();
    assert!(error.contains("Bergen 7.0"), "the error says: {error}");
    assert!(read_row("").is_err());
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
    for text in ["21,5", "21.5,", ",21.5"] {
        let error = read_row(&format!("Oslo,{text}")).unwrap_err();
        assert!(error.contains(text), "the error says: {error}");
    }
}

/// Other tests find out what is returned; this one counts the panics, even those that are caught.
#[test]
fn test_bad_rows_do_not_panic() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        PANICS.set(PANICS.get() + 1);
        print(info);
    }));
    for row in ["Tromsø,n/a", "Bergen 7.0", " ,21.5", "Oslo,", ""] {
        let _ = read_row(row);
        assert_eq!(PANICS.get(), 0, "a panic was caught for the row {row:?}");
    }
}
