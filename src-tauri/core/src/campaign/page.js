"use strict";
// Reads what was answered, seals it with the key of this one person, and saves it as a small file. It asks the network for nothing.
(function () {
  // SHA-256 (FIPS 180-4) and HMAC (RFC 2104) over arrays of bytes: a page that was opened from a disk is not given the browser's own.
  var K = [];
  var FIRST = [];
  (function () {
    var frac = function (x) { return Math.floor((x - Math.floor(x)) * 4294967296) | 0; };
    for (var n = 2; K.length < 64; n++) {
      var prime = true;
      for (var d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
      if (!prime) continue;
      if (FIRST.length < 8) FIRST.push(frac(Math.sqrt(n)));
      K.push(frac(Math.cbrt(n)));
    }
  })();
  function sha256(bytes) {
    var h = FIRST.slice();
    var all = bytes.slice();
    all.push(0x80);
    while (all.length % 64 !== 56) all.push(0);
    var bits = bytes.length * 8;
    var high = Math.floor(bits / 4294967296);
    for (var s = 24; s >= 0; s -= 8) all.push((high >>> s) & 255);
    for (s = 24; s >= 0; s -= 8) all.push((bits >>> s) & 255);
    var w = [];
    var turn = function (x, n) { return (x >>> n) | (x << (32 - n)); };
    for (var at = 0; at < all.length; at += 64) {
      for (var i = 0; i < 64; i++) {
        if (i < 16) {
          var j = at + i * 4;
          w[i] = (all[j] << 24) | (all[j + 1] << 16) | (all[j + 2] << 8) | all[j + 3];
        } else {
          var a = w[i - 15], b = w[i - 2];
          w[i] = (w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
        }
      }
      var v = h.slice();
      for (i = 0; i < 64; i++) {
        var one = (v[7] + (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) + K[i] + w[i]) | 0;
        var two = ((turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))) | 0;
        v = [(one + two) | 0, v[0], v[1], v[2], (v[3] + one) | 0, v[4], v[5], v[6]];
      }
      for (i = 0; i < 8; i++) h[i] = (h[i] + v[i]) | 0;
    }
    var out = [];
    for (i = 0; i < 8; i++) for (s = 24; s >= 0; s -= 8) out.push((h[i] >>> s) & 255);
    return out;
  }
  function hmac(key, bytes) {
    var k = key.length > 64 ? sha256(key) : key.slice();
    while (k.length < 64) k.push(0);
    var pad = function (x) { return k.map(function (b) { return b ^ x; }); };
    return sha256(pad(0x5c).concat(sha256(pad(0x36).concat(bytes))));
  }
  function hex(bytes) { return bytes.map(function (b) { return (b < 16 ? "0" : "") + b.toString(16); }).join(""); }
  function unhex(text) { return (text.match(/../g) || []).map(function (two) { return parseInt(two, 16); }); }
  function ascii(text) { return text.split("").map(function (c) { return c.charCodeAt(0); }); }
  // For the tests of the program: RFC 4231.
  window.sealOf = function (keyHex, textHex) { return hex(hmac(unhex(keyHex), unhex(textHex))); };

  var asked = JSON.parse(document.getElementById("asked").textContent);
  var form = document.getElementById("answer");
  var wrong = document.getElementById("wrong");
  var saved = document.getElementById("saved");
  var attempt = function () {
    var bytes = [];
    if (window.crypto && crypto.getRandomValues) bytes = Array.prototype.slice.call(crypto.getRandomValues(new Uint8Array(8)));
    while (bytes.length < 8) bytes.push(Math.floor(Math.random() * 256));
    return hex(bytes);
  };
  var today = function () {
    var d = new Date();
    var two = function (n) { return (n < 10 ? "0" : "") + n; };
    return d.getFullYear() + "-" + two(d.getMonth() + 1) + "-" + two(d.getDate());
  };
  /** The number of the answer chosen for each question; -1 where none is. */
  var chosen = function () {
    var out = [];
    for (var q = 0; q < asked.questions; q++) {
      var on = form.querySelector('input[name="q' + q + '"]:checked');
      out.push(on ? Number(on.value) : -1);
    }
    return out;
  };
  var complain = function (list) {
    var ul = wrong.querySelector("ul");
    ul.textContent = "";
    list.forEach(function (m) {
      var a = document.createElement("a");
      a.href = "#" + m.at;
      a.textContent = m.text;
      a.addEventListener("click", function (e) { e.preventDefault(); document.getElementById(m.at).focus(); });
      ul.appendChild(document.createElement("li")).appendChild(a);
    });
    wrong.querySelector("h2").textContent = list.length === 1 ? "One thing is still open" : list.length + " things are still open";
    wrong.hidden = false;
    wrong.focus();
  };
  var answerText = function (answers) {
    var body = JSON.stringify({ "isms-answer": 1, campaign: asked.campaign, number: asked.number, person: asked.person, of: asked.of, version: asked.version, read: true, answers: answers, when: today(), attempt: attempt() });
    body = body.slice(0, -1);
    return body + ',"mac":"' + hex(hmac(unhex(asked.key), ascii(body))) + '"}';
  };
  form.addEventListener("submit", function (e) {
    e.preventDefault();
    saved.hidden = true;
    var answers = chosen();
    var open = [];
    answers.forEach(function (a, q) {
      var field = document.getElementById("q" + q);
      var none = a < 0;
      field.classList.toggle("open", none);
      if (none) open.push({ at: "q" + q + "-0", text: "Question " + (q + 1) + " has no answer." });
    });
    var read = document.getElementById("read");
    if (!read.checked) open.push({ at: "read", text: "Tick that you have read it." });
    if (open.length) return complain(open);
    wrong.hidden = true;
    var text = answerText(answers);
    var link = document.createElement("a");
    var url = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
    link.href = url;
    link.download = asked.file;
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    setTimeout(function () { URL.revokeObjectURL(url); }, 60000);
    document.getElementById("text").value = text;
    saved.hidden = false;
    saved.querySelector("h2").focus();
  });
  form.addEventListener("change", function (e) {
    var field = e.target.closest("fieldset");
    if (field) field.classList.remove("open");
    saved.hidden = true;
  });
  document.getElementById("copy").addEventListener("click", function () {
    var text = document.getElementById("text");
    text.focus();
    text.select();
    var told = function () { document.getElementById("copied").textContent = "Copied."; };
    if (navigator.clipboard && navigator.clipboard.writeText) navigator.clipboard.writeText(text.value).then(told, function () { if (document.execCommand("copy")) told(); });
    else if (document.execCommand("copy")) told();
  });
  form.hidden = false;
})();
