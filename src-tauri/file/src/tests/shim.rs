//! A disk that fails on demand: SQLite's own VFS with a counter in front of every write, sync, open, truncate and delete.
//! It must never be part of the program; only tests register it, as the default VFS of their process.
#![allow(unsafe_code, clippy::missing_safety_doc)]
use rusqlite::ffi;
use std::ffi::{c_char, c_int, c_void};
use std::sync::atomic::{AtomicI64, AtomicPtr, AtomicUsize, Ordering};

/// What a failing operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fail {
    /// "No space left", as the disk says it.
    Full,
    /// An input or output error.
    Io,
    /// The process ends on the spot.
    Abort,
}

/// Operations still to go before one fails; negative: none fails.
static LEFT: AtomicI64 = AtomicI64::new(-1);
static KIND: AtomicUsize = AtomicUsize::new(0);
/// Do all later operations fail too?
static STAYS: AtomicUsize = AtomicUsize::new(0);
static SEEN: AtomicI64 = AtomicI64::new(0);
static REAL: AtomicPtr<ffi::sqlite3_vfs> = AtomicPtr::new(std::ptr::null_mut());

/// Lets the n-th operation from now (from 0) fail, and all after it if `stays`.
pub(crate) fn fail_at(n: i64, how: Fail, stays: bool) {
    KIND.store(how as usize, Ordering::SeqCst);
    STAYS.store(usize::from(stays), Ordering::SeqCst);
    SEEN.store(0, Ordering::SeqCst);
    LEFT.store(n, Ordering::SeqCst);
}
/// The disk is well again. How many operations were there?
pub(crate) fn well() -> i64 {
    LEFT.store(-1, Ordering::SeqCst);
    SEEN.load(Ordering::SeqCst)
}
/// Did an operation fail since `fail_at`?
pub(crate) fn failed() -> bool {
    LEFT.load(Ordering::SeqCst) < 0
}

/// One of our own operations on the disk, between SQLite's: it fails or ends the process in its turn.
pub(crate) fn passes() -> std::io::Result<()> {
    match count(ffi::SQLITE_IOERR_WRITE) {
        None => Ok(()),
        Some(ffi::SQLITE_FULL) => Err(std::io::ErrorKind::StorageFull.into()),
        Some(_) => Err(std::io::Error::other("the disk answered with an error")),
    }
}
fn count(io: c_int) -> Option<c_int> {
    SEEN.fetch_add(1, Ordering::SeqCst);
    let left = LEFT.load(Ordering::SeqCst);
    let fails = match left {
        i64::MIN..=-2 => true,
        -1 => false,
        0 => {
            LEFT.store(if STAYS.load(Ordering::SeqCst) == 1 { -2 } else { -1 }, Ordering::SeqCst);
            true
        }
        _ => {
            LEFT.store(left - 1, Ordering::SeqCst);
            false
        }
    };
    fails.then(|| match KIND.load(Ordering::SeqCst) {
        0 => ffi::SQLITE_FULL,
        1 => io,
        _ => std::process::abort(),
    })
}

/// Our file: SQLite's lies right behind it.
#[repr(C)]
struct Shim {
    base: ffi::sqlite3_file,
}
unsafe fn real(f: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    unsafe { f.cast::<u8>().add(size_of::<Shim>()).cast() }
}
macro_rules! pass {
    ($name:ident, $field:ident, ($($arg:ident: $ty:ty),*), $fails:expr) => {
        unsafe extern "C" fn $name(f: *mut ffi::sqlite3_file, $($arg: $ty),*) -> c_int {
            let fails: Option<c_int> = $fails;
            if let Some(code) = fails.and_then(count) {
                return code;
            }
            unsafe {
                let r = real(f);
                match (*(*r).pMethods).$field {
                    Some(call) => call(r, $($arg),*),
                    None => ffi::SQLITE_NOTFOUND,
                }
            }
        }
    };
}
pass!(read, xRead, (b: *mut c_void, n: c_int, at: i64), None);
pass!(write, xWrite, (b: *const c_void, n: c_int, at: i64), Some(ffi::SQLITE_IOERR_WRITE));
pass!(truncate, xTruncate, (n: i64), Some(ffi::SQLITE_IOERR_TRUNCATE));
pass!(sync, xSync, (flags: c_int), Some(ffi::SQLITE_IOERR_FSYNC));
pass!(size, xFileSize, (n: *mut i64), None);
pass!(lock, xLock, (l: c_int), None);
pass!(unlock, xUnlock, (l: c_int), None);
pass!(reserved, xCheckReservedLock, (r: *mut c_int), None);
pass!(control, xFileControl, (op: c_int, arg: *mut c_void), None);
pass!(sector, xSectorSize, (), None);
pass!(device, xDeviceCharacteristics, (), None);
unsafe extern "C" fn close(f: *mut ffi::sqlite3_file) -> c_int {
    unsafe {
        let r = real(f);
        if (*r).pMethods.is_null() {
            return ffi::SQLITE_OK;
        }
        (*(*r).pMethods).xClose.map_or(ffi::SQLITE_OK, |call| call(r))
    }
}
// Version 1: without shared memory and memory maps, which the program does not use.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 1,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(device),
    xShmMap: None,
    xShmLock: None,
    xShmBarrier: None,
    xShmUnmap: None,
    xFetch: None,
    xUnfetch: None,
};
unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    f: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    unsafe {
        (*f).pMethods = std::ptr::null();
        if flags & (ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE) != 0
            && let Some(code) = count(ffi::SQLITE_CANTOPEN)
        {
            return if code == ffi::SQLITE_FULL { ffi::SQLITE_CANTOPEN } else { code };
        }
        let (r, vfs) = (real(f), REAL.load(Ordering::SeqCst));
        (*r).pMethods = std::ptr::null();
        let rc = (*vfs).xOpen.map_or(ffi::SQLITE_ERROR, |call| call(vfs, name, r, flags, out));
        // SQLite asks for a close after a failed open only where methods are set.
        if !(*r).pMethods.is_null() {
            (*f).pMethods = &raw const METHODS;
        }
        rc
    }
}
unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, dir: c_int) -> c_int {
    if let Some(code) = count(ffi::SQLITE_IOERR_DELETE) {
        return if code == ffi::SQLITE_FULL { ffi::SQLITE_IOERR_DELETE } else { code };
    }
    unsafe {
        let vfs = REAL.load(Ordering::SeqCst);
        (*vfs).xDelete.map_or(ffi::SQLITE_ERROR, |call| call(vfs, name, dir))
    }
}

/// Puts the shim before the system's VFS, for all connections of this process from now on.
pub(crate) fn register() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| unsafe {
        drop(rusqlite::Connection::open_in_memory());
        let vfs = ffi::sqlite3_vfs_find(std::ptr::null());
        REAL.store(vfs, Ordering::SeqCst);
        let mut ours = *vfs;
        ours.szOsFile = (*vfs).szOsFile + size_of::<Shim>() as c_int;
        ours.zName = c"failing".as_ptr();
        ours.pNext = std::ptr::null_mut();
        ours.xOpen = Some(open);
        ours.xDelete = Some(delete);
        let rc = ffi::sqlite3_vfs_register(Box::into_raw(Box::new(ours)), 1);
        assert_eq!(rc, ffi::SQLITE_OK);
    });
}
