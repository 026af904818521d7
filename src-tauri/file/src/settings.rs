//! How every connection is set up (RELIABILITY 5.1): nothing that a file contains may act by itself, and what is committed is on the disk.
//! It must never use WAL, exclusive locking, `immutable`, or attach another database.
use crate::code::Key;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// Oldest SQLite without the known corruption and heap faults (RELIABILITY 0, 4).
const OLDEST_SQLITE: i32 = 3_053_002;
/// How long another program may hold the file before we say so.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// Where the bytes of a document lie, and what they are locked with.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) path: &'a Path,
    pub(crate) key: Option<&'a Key>,
}
impl<'a> At<'a> {
    pub(crate) fn new(path: &'a Path, key: Option<&'a Key>) -> At<'a> {
        At { path, key }
    }
    /// Another place, locked with the same key.
    pub(crate) fn with(self, path: &'a Path) -> At<'a> {
        At { path, ..self }
    }
    /// For reading. Nothing on the disk is changed, no side file is made.
    pub(crate) fn reading(self) -> rusqlite::Result<Connection> {
        connect(self, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }
    /// For writing, with the settings of a durable commit.
    pub(crate) fn writing(self) -> rusqlite::Result<Connection> {
        let conn = connect(self, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let mode: String = conn.query_row("PRAGMA journal_mode = TRUNCATE", [], |r| r.get(0))?;
        if !mode.eq_ignore_ascii_case("truncate") {
            return Err(rusqlite::Error::InvalidQuery);
        }
        conn.execute_batch(
            "PRAGMA locking_mode = NORMAL; PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON; PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;",
        )?;
        Ok(conn)
    }
    /// A new file that is thrown away if it does not become whole: written once, then looked through and synced.
    pub(crate) fn filling(self) -> rusqlite::Result<Connection> {
        let conn = Connection::open_with_flags(
            self.path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        self.unlock(&conn)?;
        conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY")?;
        Ok(conn)
    }
    /// Must be the first statement of a connection.
    fn unlock(self, conn: &Connection) -> rusqlite::Result<()> {
        match self.key {
            Some(key) => {
                // What goes wrong is said in our own words, not by SQLCipher on the error output.
                conn.execute_batch("PRAGMA cipher_log_level = NONE")?;
                conn.pragma_update(None, "key", key.spec())
            }
            None => Ok(()),
        }
    }
}

fn connect(at: At, access: OpenFlags) -> rusqlite::Result<Connection> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let conn = Connection::open_with_flags(at.path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    at.unlock(&conn)?;
    harden(&conn)?;
    Ok(conn)
}

/// Switches and limits that hold from the first statement on.
fn harden(conn: &Connection) -> rusqlite::Result<()> {
    for (switch, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true),
    ] {
        conn.set_db_config(switch, on)?;
    }
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, 32 << 20),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 256 << 10),
        (Limit::SQLITE_LIMIT_COLUMN, 100),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 10),
        (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, 8),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
        (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 100),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        conn.set_limit(limit, most)?;
    }
    conn.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA mmap_size = 0",
    )?;
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}
