/**
 * A part of the page that its first screen does not need: fetched while nothing else is to do, or when it is wanted.
 *
 * Invariant: once it is here it answers at once; where it cannot be fetched that is said, and it can be asked for again.
 */

/** The longest that fetching ahead waits for an idle moment, in ms. */
const PATIENCE = 2000;
/** How long it waits in a browser that does not say when it is idle, in ms. */
const PAUSE = 200;

/** Does something while nothing else is to do. @param {() => void} work */
export function whenIdle(work) {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: PATIENCE });
  else setTimeout(work, PAUSE);
}

/**
 * @template T
 * @param {{load: () => Promise<T>, missing: (again: () => void) => void}} part `missing`: it could not be fetched
 */
export function createLater({ load, missing }) {
  /** @type {T | null} */
  let here = null;
  /** @type {Promise<T> | null} */
  let coming = null;
  /** @type {((part: T) => void) | null} what was last asked to come up in front of the person */
  let wanted = null;

  async function get() {
    coming ??= load();
    try {
      here = await coming;
      return here;
    } finally {
      coming = null;
    }
  }

  /** Does something with the part. @param {(part: T) => void} act */
  function use(act) {
    if (here !== null) return act(here);
    get().then(act, () => missing(() => use(act)));
    return undefined;
  }

  /**
   * Brings something up in front of the person, but late only where nothing else was asked for or gone to meanwhile.
   * @param {(part: T) => void} act
   */
  function open(act) {
    if (here !== null) return act(here);
    const from = document.activeElement;
    wanted = act;
    get().then(
      (part) => {
        if (wanted === act && document.activeElement === from) act(part);
      },
      () => missing(() => open(act)),
    );
    return undefined;
  }

  return {
    use,
    open,
    /** Fetches the part before it is wanted. @param {(came: boolean) => void} done */
    ahead(done) {
      whenIdle(() =>
        get().then(
          () => done(true),
          () => done(false),
        ),
      );
    },
  };
}
