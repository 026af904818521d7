//! The digest of a week, and the letters of a campaign, as drafts of mails (RFC 5322, UTF-8): mail programs open them ready to be sent,
//! because they say that they were not. Same words, same bytes. It must never send anything, nor ask the machine for its name or its clock.
use chrono::NaiveDate;
use isms::campaign::Letter;
use isms::digest::{self, Digest};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::raw::Raw;
use sha2::{Digest as _, Sha256};

/// The draft. `to`: whom it is for; nobody is a draft too. `log`: the number of the file's trail, for the message's own number.
pub fn draft(d: &Digest, to: Option<&str>, log: &str) -> Vec<u8> {
    let (name, email) = &d.owner;
    // A message has a sender; where none is recorded it is one that can reach nobody (RFC 2606).
    let from = email.as_deref().or(to).unwrap_or("owner@isms.invalid");
    let body = digest::plain(d);
    let mut hash = Sha256::new();
    for part in [log, &d.on.to_string(), to.unwrap_or_default(), &d.subject, &body] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let number = isms::plan::hex(&hash.finalize()[..12]);
    let mut message = MessageBuilder::new()
        .from(Address::new_address(Some(name.clone()), from.to_string()))
        .subject(d.subject.clone())
        // The morning of the day: the digest is of a day, not of a moment.
        .date(d.on.and_hms_opt(6, 0, 0).unwrap_or_default().and_utc().timestamp())
        .message_id(format!("digest-{}-{number}@isms.invalid", d.on))
        .header("X-Unsent", Raw::new("1"))
        .text_body(body);
    if let Some(to) = to {
        message = message.to(Address::new_address(None::<String>, to.to_string()));
    }
    let mut out = Vec::new();
    message.serialize(&mut out);
    out
}

/// The draft of a letter, with the person's file attached. `log`: the number of the file's trail, for the message's own number.
pub fn letter(l: &Letter, on: NaiveDate, log: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [log, &on.to_string(), &l.name, &l.subject, &l.body, &l.page] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let number = isms::plan::hex(&hash.finalize()[..12]);
    let mut message = MessageBuilder::new()
        .from(Address::new_address(Some(l.from.0.clone()), l.from.1.clone()))
        .subject(l.subject.clone())
        .date(on.and_hms_opt(6, 0, 0).unwrap_or_default().and_utc().timestamp())
        .message_id(format!("campaign-{on}-{number}@isms.invalid"))
        .header("X-Unsent", Raw::new("1"))
        .text_body(l.body.clone())
        .attachment("text/html; charset=utf-8", format!("{}.html", l.name), l.page.as_bytes());
    if let Some((name, to)) = &l.to {
        message = message.to(Address::new_address(Some(name.clone()), to.clone()));
    }
    let mut out = Vec::new();
    message.serialize(&mut out);
    out
}
