// The one door to Preact and htm: every other file takes its html, hooks and types from here.
// It must never know a screen, a command or a record.
import { h, render, Fragment } from "./vendor/preact.js";
import { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useReducer } from "./vendor/hooks.js";
import htm from "./vendor/htm.js";

/** Anything that can stand on a page.
 * @typedef {any} View */

/** Names the elements of a page. What is put in is text, never markup.
 * @type {(strings: TemplateStringsArray, ...values: any[]) => View} */
const html = htm.bind(h);

export { html, h, render, Fragment, useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useReducer };
