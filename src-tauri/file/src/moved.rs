//! Is the file still where it was? The only place with unsafe code: SQLite answers this through a C call that rusqlite does not wrap.
//! It must never do anything else.
#![allow(unsafe_code)]
use rusqlite::{Connection, ffi};

/// `SQLITE_FCNTL_HAS_MOVED`: was the open file renamed, deleted or replaced? Where the system cannot tell (Windows, where an open file
/// cannot be moved), the answer is no.
pub(crate) fn has_moved(conn: &Connection) -> bool {
    let mut moved: std::ffi::c_int = 0;
    // SAFETY: the handle is valid for as long as `conn` is borrowed and is not used by another thread meanwhile (`Connection` is not
    // Sync); "main" is NUL-terminated; SQLITE_FCNTL_HAS_MOVED writes one int to the pointer and keeps nothing.
    let rc = unsafe {
        ffi::sqlite3_file_control(conn.handle(), c"main".as_ptr(), ffi::SQLITE_FCNTL_HAS_MOVED, (&raw mut moved).cast())
    };
    rc == ffi::SQLITE_OK && moved != 0
}
