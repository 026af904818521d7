//! Severity from a vector: scores that the public records give for them, the bands, and what is said of one that cannot be read.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use isms::cvss::{band, score};

#[test]
fn scores_are_those_of_the_public_records() {
    for (vector, words) in [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "10.0, critical (CVSS 3.1)"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "9.8, critical (CVSS 3.1)"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:H/A:N", "6.5, medium (CVSS 3.1)"),
        ("CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:N/A:L", "6.1, medium (CVSS 3.1)"),
        ("CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H", "5.5, medium (CVSS 3.0)"),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:L/A:N", "3.7, low (CVSS 3.1)"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "0.0, no severity (CVSS 3.1)"),
        // Of 3.x the base score counts, whatever else is given.
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N/E:P/RL:O/RC:C", "7.5, high (CVSS 3.1)"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:L/SC:N/SI:N/SA:N", "6.9, medium (CVSS 4.0)"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "10.0, critical (CVSS 4.0)"),
        ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "7.3, high (CVSS 4.0)"),
    ] {
        assert_eq!(score(vector).map(|s| s.words()), Ok(words.to_string()), "{vector}");
    }
}

#[test]
fn bands_are_those_of_the_domain() {
    let word = |s: f64| band(s).map_or("none", |b| b.word());
    assert_eq!(
        [0.0, 0.1, 3.9, 4.0, 6.9, 7.0, 8.9, 9.0, 10.0].map(word),
        ["none", "low", "low", "medium", "medium", "high", "high", "critical", "critical"]
    );
}

#[test]
fn what_cannot_be_read_is_said() {
    for (vector, says) in [
        ("AV:N/AC:L/Au:N/C:N/I:N/A:P", "It does not begin with its version."),
        ("CVSS:5.0/AV:N", "Version 5.0 is not read."),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:Q", "\u{201c}A\u{201d} cannot be \u{201c}Q\u{201d}."),
        ("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "\u{201c}AV\u{201d} stands in it twice."),
        ("CVSS:4.0/AV:N/AC:L", "\u{201c}AT\u{201d} is missing."),
        ("CVSS:3.1/AV:N", "\u{201c}AC\u{201d} is missing."),
    ] {
        assert_eq!(score(vector).unwrap_err(), says, "{vector}");
    }
    // No text brings it down.
    for odd in [
        "",
        "/",
        "CVSS:",
        "CVSS:3.1",
        "CVSS:3.1/",
        "CVSS:4.0//",
        "CVSS:3.1/:",
        "CVSS:3.1/AV:",
        "\u{1f4a9}",
        &"CVSS:4.0/".repeat(500),
    ] {
        assert!(score(odd).is_err(), "{odd}");
    }
}
