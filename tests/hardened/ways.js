// Ways out of the page, each tried once, with what became of it. Run by a driver, as script that got in would.
const [to, file] = arguments;
const began = location.href;
const frames = (n) => new Promise((r) => { const one = () => (n-- ? requestAnimationFrame(one) : r()); one(); });
const put = (html) => { const d = document.createElement('div'); d.innerHTML = html; document.body.append(d); return d; };
const stays = async () => { await frames(40); await window.__TAURI_INTERNALS__.invoke('session'); return location.href === began ? 'nothing' : `went to ${location.href}`; };
const stopped = (f, kind) => new Promise((yes) => {
  const heard = (e) => { if (!e.violatedDirective.startsWith(kind)) return; removeEventListener('securitypolicyviolation', heard); yes(`refused: ${e.violatedDirective}`); };
  addEventListener('securitypolicyviolation', heard);
  try { f(); } catch (e) { yes(`refused: ${e}`); }
  frames(300).then(() => yes('not stopped'));
});
const goes = (url) => async () => { try { location.href = url; } catch (e) { return `refused: ${e}`; } return stays(); };
const html = new Blob(['<script>1</script>'], { type: 'text/html' });
window.__ways = {
  'to http': goes(`http://${to}/to`), 'to https': goes(`https://${to}/to`), 'to a file': goes(`file://${file}`), 'to data': goes('data:text/html,x'), 'to about': goes('about:blank'),
  'to script': async () => { location.href = 'javascript:window.__canary=1'; const s = await stays(); return window.__canary === undefined ? s : 'ran'; },
  'to blob': goes(URL.createObjectURL(html)), 'to mail': goes('mailto:a@b.example'), 'to another scheme': goes('ipc://localhost/session'),
  'by assign': async () => { location.assign(`http://${to}/assign`); return stays(); }, 'by replace': async () => { location.replace(`http://${to}/replace`); return stays(); },
  'a new window': async () => { const w = window.open(`http://${to}/open`); return w ? `a window ${w.closed}` : 'refused: none'; },
  'a new window of ours': async () => { const w = window.open('index.html'); return w ? `a window ${w.closed}` : 'refused: none'; },
  'a link to a new window': async () => { const a = put(`<a target=_blank href="http://${to}/blank">x</a>`).firstChild; a.click(); return stays(); },
  'a link': async () => { const a = put(`<a href="http://${to}/a">x</a>`).firstChild; a.click(); return stays(); },
  'a link with script': async () => { const a = put('<a href="javascript:window.__canary=2">x</a>').firstChild; a.click(); const s = await stays(); return window.__canary === undefined ? s : 'ran'; },
  'a ping': async () => { const a = put(`<a href="#/today" ping="http://${to}/ping">x</a>`).firstChild; a.dispatchEvent(new MouseEvent('click', { bubbles: true })); location.hash = new URL(began).hash; return stays(); },
  'a form': () => stopped(() => put(`<form method=post action="http://${to}/form"><input name=a value=b></form>`).firstChild.submit(), 'form-action'),
  'a form in a new window': () => stopped(() => put(`<form target=_blank action="http://${to}/form"><input name=a value=b></form>`).firstChild.submit(), 'form-action'),
  'a refresh': async () => { const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = `0;url=http://${to}/refresh`; document.head.append(m); const s = await stays(); m.remove(); return s; },
  'a base': () => stopped(() => { const b = document.createElement('base'); b.href = `http://${to}/`; document.head.append(b); setTimeout(() => b.remove()); }, 'base-uri'),
  'a frame': () => stopped(() => put(`<iframe src="http://${to}/frame"></iframe>`), 'frame-src'),
  'a frame of ours': () => stopped(() => put('<iframe src="index.html"></iframe>'), 'frame-src'),
  'a frame of words': async () => { put('<iframe srcdoc="<script>parent.__canary=3</script>"></iframe>'); await frames(60); return window.__canary === undefined ? 'nothing' : 'ran'; },
  'an object': () => stopped(() => put(`<object data="http://${to}/object"></object>`), 'object-src'),
  'fetch': () => fetch(`http://${to}/fetch`, { mode: 'no-cors' }).then(() => 'fetched'),
  'fetch of a file': () => fetch(`file://${file}`).then(() => 'fetched'), 'fetch of data': () => fetch('data:text/plain,x').then(() => 'fetched'),
  'a request': () => new Promise((yes) => { const x = new XMLHttpRequest(); x.onload = () => yes('loaded'); x.onerror = () => yes('refused: error'); x.open('GET', `http://${to}/xhr`); x.send(); }),
  'a socket': () => new Promise((yes) => { const s = new WebSocket(`ws://${to}/ws`); s.onopen = () => yes('open'); s.onerror = () => yes('refused: error'); }),
  'a stream': () => new Promise((yes) => { const s = new EventSource(`http://${to}/events`); s.onopen = () => yes('open'); s.onerror = () => { s.close(); yes('refused: error'); }; }),
  'a beacon': () => stopped(() => { if (!navigator.sendBeacon(`http://${to}/beacon`, 'x')) throw 'false'; }, 'connect-src'),
  'a picture': () => stopped(() => { new Image().src = `http://${to}/img`; }, 'img-src'),
  'a picture of style': () => stopped(() => { const d = put('<div>x</div>').firstChild; d.style.backgroundImage = `url(http://${to}/bg)`; d.getBoundingClientRect(); }, 'img-src'),
  'a font': () => stopped(() => { new FontFace('x', `url(http://${to}/font)`).load().catch(() => {}); }, 'font-src'),
  'sound': () => stopped(() => { new Audio(`http://${to}/audio`).load(); }, 'media-src'),
  'a style': () => stopped(() => { const s = document.createElement('style'); s.textContent = `@import "http://${to}/style";`; document.head.append(s); setTimeout(() => s.remove()); }, 'style-src'),
  'a style sheet': () => stopped(() => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = `http://${to}/css`; document.head.append(l); setTimeout(() => l.remove()); }, 'style-src'),
  'names asked ahead': async () => { const all = ['dns-prefetch', 'preconnect', 'prefetch', 'prerender', 'preload', 'icon', 'manifest'].map((rel) => { const l = document.createElement('link'); l.rel = rel; l.as = 'image'; l.href = rel.startsWith('dns') ? '//canary.example' : `http://${to}/${rel}`; document.head.append(l); return l; }); await frames(60); all.forEach((l) => l.remove()); return stays(); },
  'a call to another': async () => { if (!window.RTCPeerConnection) return 'refused: none'; const p = new RTCPeerConnection({ iceServers: [{ urls: `stun:${to}` }] }); p.createDataChannel('x'); await p.setLocalDescription(await p.createOffer()); await frames(60); p.close(); return 'called'; },
  'eval': async () => eval('1') === 1 ? 'ran' : '', 'a function of words': async () => new Function('return 1')() === 1 ? 'ran' : '',
  'a timer of words': async () => { setTimeout('window.__canary=4'); await frames(10); return window.__canary === undefined ? 'nothing' : 'ran'; },
  'script in the page': () => stopped(() => { const s = document.createElement('script'); s.textContent = 'window.__canary=5'; document.head.append(s); s.remove(); }, 'script-src'),
  'script of a network': () => stopped(() => { const s = document.createElement('script'); s.src = `http://${to}/s.js`; document.head.append(s); s.remove(); }, 'script-src'),
  'script of data': () => stopped(() => { const s = document.createElement('script'); s.src = 'data:text/javascript,window.__canary=6'; document.head.append(s); s.remove(); }, 'script-src'),
  'a handler of words': () => stopped(() => { const d = put('<b onclick="window.__canary=7">x</b>').firstChild; d.click(); }, 'script-src'),
  'a module': () => import('data:text/javascript,window.__canary=8').then(() => 'ran'),
  'a worker': async () => { const w = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); return new Promise((yes) => { w.onmessage = () => yes('ran'); w.onerror = () => yes('refused: error'); }); },
  'a worker that stays': async () => navigator.serviceWorker ? navigator.serviceWorker.register('app.js').then(() => 'stays') : 'refused: none',
  'a download': async () => { const a = put(`<a download="out.html" href="http://${to}/download">x</a>`).firstChild; a.click(); return stays(); },
  'a download of ours': async () => { const a = put('<a download="out.html">x</a>').firstChild; a.href = URL.createObjectURL(html); a.click(); return stays(); },
  'a download of data': async () => { const a = put('<a download="out.html" href="data:text/html,x">x</a>').firstChild; a.click(); return stays(); },
  'where one is': () => navigator.geolocation ? new Promise((yes) => navigator.geolocation.getCurrentPosition(() => yes('told'), (e) => yes(`refused: ${e.message}`), { timeout: 5000 })) : 'refused: none',
  'what was copied': async () => navigator.clipboard?.readText ? navigator.clipboard.readText().then(() => 'told') : 'refused: none',
  'notes on the desktop': async () => { if (!window.Notification) return 'refused: none'; const p = await Notification.requestPermission(); return p === 'granted' ? p : `refused: ${p}`; },
  'eyes and ears': async () => navigator.mediaDevices?.getUserMedia ? navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(() => 'told') : 'refused: none',
  'the screen': async () => navigator.mediaDevices?.getDisplayMedia ? navigator.mediaDevices.getDisplayMedia().then(() => 'told') : 'refused: none',
  'what is plugged in': async () => navigator.usb ? navigator.usb.requestDevice({ filters: [] }).then(() => 'told') : 'refused: none',
};
window.__try = async (name) => {
  let out;
  try { out = await window.__ways[name](); } catch (e) { out = `refused: ${e}`; }
  if (window.__canary !== undefined) out = `ran: ${window.__canary}`;
  delete window.__canary;
  return location.href === began ? out : `${out}, and is at ${location.href}`;
};
return Object.keys(window.__ways);
