//! What is left on the disk.
