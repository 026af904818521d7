// When nobody has been here for long enough.
// It must never know a clock: moments come in.

/** Has nobody touched anything for so many minutes? Nought: never. @param {number} now milliseconds @param {number} last @param {number} minutes */
export const idle = (now, last, minutes) => minutes > 0 && now - last >= minutes * 60_000;
