/** Boots the page: a frame at once, the engine, then the picture; says it plainly when the engine cannot start. */
import { explain, startEngine } from '../engine/engine.js';
import { firstLab, labOf } from '../labs/labs.js';
import { labNamed } from '../state/link.js';
import { createPreferences } from '../state/preferences.js';
import { createStorage } from '../state/storage.js';
import { missing, showAsText, showFailure } from './fallback.js';
import { createPage } from './page.js';
import { showStarting } from './starting.js';

/** The pictures are drawn with the maths font; one that has not come by then is drawn in when it comes, in ms. */
const FONT_PATIENCE = 500;

const app = /** @type {HTMLElement} */ (document.getElementById('app'));

function loadFont() {
  const late = new Promise((done) => setTimeout(done, FONT_PATIENCE));
  return Promise.race([document.fonts.load('16px "STIX Two Math"').catch(() => undefined), late]);
}

async function start() {
  // The theme a person chose is that of the first frame too.
  const storage = createStorage();
  const preferences = createPreferences(storage);
  const started = showStarting(app);
  try {
    // The address says which lab comes.
    const isFirst = labOf(labNamed(location.hash)) === firstLab;
    const [engine] = await Promise.all([startEngine(isFirst), loadFont()]);
    await createPage(engine, app, { storage, preferences });
  } catch (thrown) {
    showFailure(app, explain(thrown).message);
    document.documentElement.dataset.ready = 'failed';
  } finally {
    started();
  }
}

const lacking = missing();
if (lacking === null) start();
else {
  showAsText(app, lacking);
  document.documentElement.dataset.ready = 'text';
}
