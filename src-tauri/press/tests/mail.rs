//! The draft of a mail, read by another program's parser: it says what the digest says, whatever stands in it.
#![allow(clippy::expect_used, clippy::unwrap_used)] // A test says by panicking what is missing.
use isms::digest::{Digest, Entry, Part, plain};
use isms_press::mail::draft;
use mailparse::{MailHeaderMap, parse_mail};

fn digest(words: &str) -> Digest {
    Digest {
        on: "2026-11-24".parse().unwrap(),
        organization: words.into(),
        subject: format!("3 things need you: {words}, week of 24 November 2026"),
        opening: vec![format!("3 things need you at {words}."), "From here on nothing.".into()],
        parts: vec![Part {
            title: "The best next step".into(),
            entries: vec![Entry { head: format!("Review R-012 {words}"), because: vec![".".into(), words.into()] }],
            more: 2,
        }],
        closing: "Nothing was sent by it.".into(),
        owner: ("Łukasz \"Lu\" Dąbrowski, M.A.".into(), Some("lukasz@fennelrowe.example".into())),
    }
}

#[test]
fn another_parser_reads_what_was_written() {
    let long = "Überwachung ".repeat(40);
    let words = [
        "Fennel & Rowe",
        "Ødegård – 漢字 = 3D=",
        "From a line that begins so",
        "a\r\nBcc: all@example.org",
        "😀",
        &long,
    ];
    for words in words {
        let d = digest(words.trim());
        let bytes = draft(&d, Some("owner@example.org"), "0123");
        let mail = parse_mail(&bytes).expect("a message");
        let h = |n: &str| mail.headers.get_first_value(n).unwrap_or_default();
        let one = |n: &str| {
            let header = mail.headers.get_first_header(n).expect("a header");
            mailparse::addrparse_header(header).expect("an address").extract_single_info().expect("one")
        };
        let flat = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(flat(&h("Subject")), flat(&d.subject));
        assert_eq!(h("X-Unsent"), "1");
        assert_eq!(h("Date"), "Tue, 24 Nov 2026 06:00:00 +0000");
        assert!(h("Message-ID").starts_with("<digest-2026-11-24-"), "{}", h("Message-ID"));
        assert_eq!(mail.headers.get_all_values("Bcc"), Vec::<String>::new(), "{words:?} made a header");
        let from = one("From");
        assert_eq!(
            (from.display_name.as_deref(), from.addr.as_str()),
            (Some("Łukasz \"Lu\" Dąbrowski, M.A."), "lukasz@fennelrowe.example")
        );
        let to = one("To");
        assert_eq!(to.addr, "owner@example.org");
        assert_eq!((mail.ctype.mimetype.as_str(), mail.ctype.charset.to_lowercase().as_str()), ("text/plain", "utf-8"));
        let body = mail.get_body().expect("a body").replace("\r\n", "\n");
        assert_eq!(body.trim_end(), plain(&d).trim_end(), "{words:?}");
        // RFC 5322: ASCII headers, lines of at most 998 octets that end in CR LF.
        let head = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("an end of the headers");
        assert!(bytes[..head].is_ascii());
        for line in bytes.split(|b| *b == b'\n') {
            assert!(
                line.len() <= 999 && (line.is_empty() || line.ends_with(b"\r") || line == b""),
                "{:?}",
                String::from_utf8_lossy(line)
            );
        }
    }
}

#[test]
fn the_same_digest_is_the_same_file_and_another_day_is_not() {
    let d = digest("Fennel & Rowe");
    assert_eq!(draft(&d, None, "0123"), draft(&d, None, "0123"));
    let id =
        |d: &Digest, to, log| parse_mail(&draft(d, to, log)).unwrap().headers.get_first_value("Message-ID").unwrap();
    let mut other = d.clone();
    other.on = "2026-12-01".parse().unwrap();
    let all =
        [id(&d, None, "0123"), id(&other, None, "0123"), id(&d, Some("a@b.example"), "0123"), id(&d, None, "4567")];
    assert!((0..4).all(|i| (0..i).all(|j| all[i] != all[j])), "{all:?}");
    // Nobody is a draft too, and an owner without an address has one that reaches nobody.
    let nobody = Digest { owner: ("The owner".into(), None), ..d };
    let bytes = draft(&nobody, None, "0");
    let mail = parse_mail(&bytes).unwrap();
    assert_eq!(mail.headers.get_first_value("To"), None);
    assert!(mail.headers.get_first_value("From").unwrap().contains("owner@isms.invalid"));
}
