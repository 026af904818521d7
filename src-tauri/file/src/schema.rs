//! The schema of a .isms document: the spine, the views that are made from the kinds, and whether a file has exactly these.
//! It must never run a statement that it found in a file.
use isms::kinds::kinds;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// `PRAGMA user_version` of what this program writes.
pub(crate) const VERSION: i32 = 1;
/// `PRAGMA application_id`: "ISMS".
pub(crate) const APPLICATION_ID: i32 = 0x4953_4D53;
/// The tables, indexes and guards.
pub(crate) const SPINE: &str = include_str!("spine.sql");

/// A row of `sqlite_schema`: type, name, table, text.
pub(crate) type Part = (String, String, String, String);

/// Name of the view of a kind. Where a table has the kind's name already, the view is "evidence_record".
fn view_name(kind: &str) -> String {
    let taken = ["meta", "act", "record", "revision", "link", "evidence", "chunk", "checkpoint", "draft"];
    if taken.contains(&kind) { format!("{kind}_record") } else { kind.to_string() }
}

/// One view a kind: the record as it stands, a column a field.
pub(crate) fn views() -> String {
    let mut sql = String::new();
    for k in kinds() {
        let mut columns = vec!["record.code AS code".to_string()];
        let program = ["state", "retired"].map(String::from);
        for name in k.fields.iter().map(|f| f.name.clone()).chain(program).filter(|n| n != "code") {
            columns.push(format!("revision.body ->> '$.{name}' AS \"{name}\""));
        }
        sql.push_str(&format!(
            "CREATE VIEW \"{}\" AS SELECT {} FROM record JOIN revision ON revision.record = record.id AND revision.version = record.head WHERE record.kind = '{}' AND revision.body ->> '$.withdrawn' IS NULL;\n",
            view_name(k.name),
            columns.join(", "),
            k.name
        ));
    }
    sql
}

/// What `sqlite_schema` of this connection holds.
pub(crate) fn parts(conn: &Connection) -> rusqlite::Result<BTreeSet<Part>> {
    let mut q = conn.prepare("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema")?;
    let rows = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
    rows.collect()
}

/// Every part that a file of this version has, as SQLite itself writes it down.
pub(crate) fn known() -> rusqlite::Result<&'static BTreeSet<Part>> {
    static KNOWN: OnceLock<BTreeSet<Part>> = OnceLock::new();
    if let Some(k) = KNOWN.get() {
        return Ok(k);
    }
    let conn = Connection::open_in_memory()?;
    conn.execute_batch(SPINE)?;
    conn.execute_batch(&views())?;
    let parts = parts(&conn)?;
    Ok(KNOWN.get_or_init(|| parts))
}

/// Puts guards back that a file being filled went without.
pub(crate) fn put_guards(conn: &Connection, guards: &[String]) -> rusqlite::Result<()> {
    let known = known()?;
    for guard in guards {
        if let Some((.., sql)) = known.iter().find(|(sort, name, ..)| sort == "trigger" && name == guard) {
            conn.execute_batch(sql)?;
        }
    }
    Ok(())
}

/// How a file says that it is ours, and of which format.
pub(crate) fn marks() -> String {
    format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}")
}

/// How a file's schema stands to ours.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fits {
    Exactly,
    /// Only texts of our own views differ: they are made anew when the file is opened for writing.
    OldViews,
    /// "trigger t"
    Strange(String),
    /// "table act"
    Missing(String),
}

/// Compares a file's schema with the text that this program creates. A view cannot write, and views with the name of one of our kinds
/// are never read by the program and are replaced before the first act; everything else must be equal to the letter.
pub(crate) fn fits(found: &BTreeSet<Part>, known: &BTreeSet<Part>) -> Fits {
    let ours = |p: &Part| p.0 == "view" && known.iter().any(|k| k.0 == "view" && k.1 == p.1 && k.2 == p.2);
    let named = |p: &Part| format!("{} {}", p.0, p.1);
    if let Some(p) = found.difference(known).find(|p| !ours(p)) {
        return Fits::Strange(named(p));
    }
    if let Some(p) = known.difference(found).find(|p| p.0 != "view") {
        return Fits::Missing(named(p));
    }
    if found == known { Fits::Exactly } else { Fits::OldViews }
}

/// Drops the views that a file has and makes ours. Part of a transaction that the caller holds.
pub(crate) fn renew_views(conn: &Connection) -> rusqlite::Result<()> {
    let mut q = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'")?;
    let names: Vec<String> = q.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
    for name in names {
        conn.execute_batch(&format!("DROP VIEW \"{}\"", name.replace('"', "\"\"")))?;
    }
    conn.execute_batch(&views())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_view_is_ours_to_renew_and_everything_else_is_strange() {
        let make = |extra: &str| {
            let conn = Connection::open_in_memory().unwrap();
            conn.execute_batch(SPINE).unwrap();
            conn.execute_batch(&views()).unwrap();
            conn.execute_batch(extra).unwrap();
            (fits(&parts(&conn).unwrap(), known().unwrap()), conn)
        };
        assert_eq!(make("").0, Fits::Exactly);
        let (found, conn) = make("DROP VIEW risk; CREATE VIEW risk AS SELECT load_extension('x') AS code");
        assert_eq!(found, Fits::OldViews);
        renew_views(&conn).unwrap();
        assert_eq!(fits(&parts(&conn).unwrap(), known().unwrap()), Fits::Exactly);
        assert_eq!(
            make("CREATE TRIGGER t INSTEAD OF UPDATE ON risk BEGIN SELECT 1; END").0,
            Fits::Strange("trigger t".into())
        );
        assert_eq!(
            make("CREATE TRIGGER t AFTER INSERT ON act BEGIN SELECT 1; END").0,
            Fits::Strange("trigger t".into())
        );
        assert_eq!(make("CREATE VIEW hello AS SELECT 1").0, Fits::Strange("view hello".into()));
        assert_eq!(make("CREATE INDEX i ON act (by)").0, Fits::Strange("index i".into()));
        assert_eq!(make("DROP TRIGGER act_set").0, Fits::Missing("trigger act_set".into()));
        assert_eq!(make("DROP TABLE link; CREATE VIEW link AS SELECT 1 AS src").0, Fits::Strange("view link".into()));
        assert_eq!(make("DROP VIEW risk; CREATE TABLE risk (a)").0, Fits::Strange("table risk".into()));
    }
}
