/** Boots the page: a frame at once, the engine, then the picture; says it plainly when the engine cannot start. */
import { explain, startEngine } from './engine.js';
import { createPage } from './page.js';
import { button, el } from './ui/element.js';
import { words } from './words.js';

/** The pictures are drawn with the maths font; one that has not come by then is drawn in when it comes, in ms. */
const FONT_PATIENCE = 500;
/** A start that takes longer than this is spoken of, in ms. */
const SLOW = 8000;

const app = /** @type {HTMLElement} */ (document.getElementById('app'));

function showStart() {
  const line = el('p', { class: 'start-line', role: 'status' }, words.starting);
  app.replaceChildren(
    el('main', { class: 'start' }, el('h1', {}, words.name), el('p', {}, words.promise), line),
  );
  const slow = setTimeout(() => line.replaceChildren(words.stillStarting), SLOW);
  return () => clearTimeout(slow);
}

/** @param {unknown} thrown */
function showFailure(thrown) {
  const { message } = explain(thrown);
  app.replaceChildren(
    el(
      'main',
      { class: 'start' },
      el('h1', {}, words.name),
      el('h2', {}, words.failedTitle),
      el('p', {}, words.failedText),
      el('details', {}, el('summary', {}, words.failedDetails), el('pre', {}, message)),
      el(
        'div',
        { class: 'buttons' },
        button({ class: 'primary' }, words.reload, () => location.reload()),
        button({}, words.copyReport, () =>
          navigator.clipboard.writeText(`${message}\n${location.href}`),
        ),
      ),
    ),
  );
  document.documentElement.dataset.ready = 'failed';
}

function loadFont() {
  const late = new Promise((done) => setTimeout(done, FONT_PATIENCE));
  return Promise.race([document.fonts.load('16px "STIX Two Math"').catch(() => undefined), late]);
}

const started = showStart();
try {
  const [engine] = await Promise.all([startEngine(), loadFont()]);
  await createPage(engine, app);
} catch (thrown) {
  showFailure(thrown);
} finally {
  started();
}
