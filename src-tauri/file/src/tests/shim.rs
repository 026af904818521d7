//! A disk that fails on demand, that is small, or that keeps a log of what it was told: SQLite's own VFS with a counter in front of every
//! write, sync, open, truncate and delete.
//! It must never be part of the program; only tests register it, as the default VFS of their process.
#![allow(unsafe_code, clippy::missing_safety_doc)]
use rusqlite::ffi;
use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What a disk was told, in order. Files are numbered as they come into being; of what is there at the start the document is 0, its journal 1.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    Create(PathBuf, u32),
    Write(u32, u64, Box<[u8]>),
    Size(u32, u64),
    Sync(u32),
    Delete(PathBuf),
    /// The folder was made durable.
    Folder,
    /// The program said that this act is saved; its head.
    Saved(u32, [u8; 32]),
}
struct Log {
    /// The document; it and its journal are what is logged.
    document: PathBuf,
    names: HashMap<PathBuf, u32>,
    next: u32,
    told: Vec<Told>,
}
static LOG: Mutex<Option<Log>> = Mutex::new(None);
fn log(what: impl FnOnce(&mut Log)) {
    if let Some(l) = LOG.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        what(l);
    }
}
/// From now on everything that the disk is told of this document and its journal is kept. A journal that is there already is number 1.
pub(crate) fn record(document: &Path) {
    let journal = crate::open::journal_of(document);
    let mut names = HashMap::from([(document.to_path_buf(), 0)]);
    if journal.exists() {
        names.insert(journal, 1);
    }
    *LOG.lock().unwrap() = Some(Log { document: document.to_path_buf(), names, next: 2, told: Vec::new() });
}
pub(crate) fn saved(seq: u32, root: [u8; 32]) {
    log(|l| l.told.push(Told::Saved(seq, root)));
}
pub(crate) fn recorded() -> Vec<Told> {
    LOG.lock().unwrap().take().map(|l| l.told).unwrap_or_default()
}

/// Bytes that still fit on the disk; `i64::MAX`: it has no end.
static ROOM: AtomicI64 = AtomicI64::new(i64::MAX);
/// The disk has room for so many bytes more, of all files together.
pub(crate) fn room(bytes: i64) {
    ROOM.store(bytes, Ordering::SeqCst);
}
fn takes(bytes: i64) -> bool {
    ROOM.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |r| match r {
        i64::MAX => Some(r),
        r if bytes > 0 && r < bytes => None,
        r => Some(r - bytes),
    })
    .is_ok()
}

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
    /// Its number in the log; `NOT`: not logged.
    number: u32,
    /// Does the next sync make its folder durable too? (A journal that SQLite has made.)
    folder: u32,
}
const NOT: u32 = u32::MAX;
unsafe fn number(f: *mut ffi::sqlite3_file) -> u32 {
    unsafe { (*f.cast::<Shim>()).number }
}
unsafe fn length(f: *mut ffi::sqlite3_file) -> i64 {
    let mut n = 0;
    unsafe { size(f, &raw mut n) };
    n
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
pass!(write_on, xWrite, (b: *const c_void, n: c_int, at: i64), Some(ffi::SQLITE_IOERR_WRITE));
pass!(truncate_on, xTruncate, (n: i64), Some(ffi::SQLITE_IOERR_TRUNCATE));
pass!(sync_on, xSync, (flags: c_int), Some(ffi::SQLITE_IOERR_FSYNC));
unsafe extern "C" fn write(f: *mut ffi::sqlite3_file, b: *const c_void, n: c_int, at: i64) -> c_int {
    unsafe {
        let grows = (at + i64::from(n) - length(f)).max(0);
        if !takes(grows) {
            return ffi::SQLITE_FULL;
        }
        let rc = write_on(f, b, n, at);
        let number = number(f);
        if rc == ffi::SQLITE_OK && number != NOT {
            let bytes = std::slice::from_raw_parts(b.cast::<u8>(), n as usize);
            log(|l| l.told.push(Told::Write(number, at as u64, bytes.into())));
        }
        rc
    }
}
unsafe extern "C" fn truncate(f: *mut ffi::sqlite3_file, n: i64) -> c_int {
    unsafe {
        let less = (length(f) - n).max(0);
        let rc = truncate_on(f, n);
        if rc == ffi::SQLITE_OK {
            takes(-less);
            let number = number(f);
            if number != NOT {
                log(|l| l.told.push(Told::Size(number, n as u64)));
            }
        }
        rc
    }
}
unsafe extern "C" fn sync(f: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    unsafe {
        let rc = sync_on(f, flags);
        let (number, folder) = (number(f), (*f.cast::<Shim>()).folder);
        if rc == ffi::SQLITE_OK && number != NOT {
            log(|l| {
                l.told.push(Told::Sync(number));
                if folder != 0 {
                    l.told.push(Told::Folder);
                }
            });
            (*f.cast::<Shim>()).folder = 0;
        }
        rc
    }
}
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
        (*f.cast::<Shim>()).number = NOT;
        (*f.cast::<Shim>()).folder =
            u32::from(flags & ffi::SQLITE_OPEN_CREATE != 0 && flags & ffi::SQLITE_OPEN_MAIN_JOURNAL != 0);
        let path = path_of(name);
        let was = path.as_ref().is_some_and(|p| p.exists());
        let rc = (*vfs).xOpen.map_or(ffi::SQLITE_ERROR, |call| call(vfs, name, r, flags, out));
        // SQLite asks for a close after a failed open only where methods are set.
        if !(*r).pMethods.is_null() {
            (*f).pMethods = &raw const METHODS;
        }
        if let Some(path) = path.filter(|_| rc == ffi::SQLITE_OK) {
            log(|l| {
                if path != l.document && path != crate::open::journal_of(&l.document) {
                    return;
                }
                if !was || !l.names.contains_key(&path) {
                    let new = l.next;
                    l.next += 1;
                    l.names.insert(path.clone(), new);
                    l.told.push(Told::Create(path.clone(), new));
                }
                (*f.cast::<Shim>()).number = l.names[&path];
            });
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
        let path = path_of(name);
        let length = path.as_ref().and_then(|p| p.metadata().ok()).map_or(0, |m| m.len());
        let rc = (*vfs).xDelete.map_or(ffi::SQLITE_ERROR, |call| call(vfs, name, dir));
        if let Some(path) = path.filter(|_| rc == ffi::SQLITE_OK) {
            takes(-(length as i64));
            log(|l| {
                if l.names.remove(&path).is_some() {
                    l.told.push(Told::Delete(path.clone()));
                    if dir != 0 {
                        l.told.push(Told::Folder);
                    }
                }
            });
        }
        rc
    }
}
unsafe fn path_of(name: *const c_char) -> Option<PathBuf> {
    if name.is_null() {
        return None;
    }
    Some(PathBuf::from(unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned()))
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
