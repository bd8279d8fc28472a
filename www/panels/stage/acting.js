/** What pointer and keys do to the things of the pictures: point at one, go to it, change it, open its menu. */

/** @import {Page} from '../../page/panels.js' */
/** @import {Hit, LabDeclaration, ViewName} from '../../types.d.ts' */
/** @import {Box} from '../float.js' */
/** @import {Menu} from './menu.js' */
/** @import {Pane} from './pane.js' */
/** @import {Pointed} from './pointer.js' */
/** @import {createSecondCell} from './second_cell.js' */
/** @import {StageTools} from './stage.js' */
/** @import {Tip} from './tip.js' */

/**
 * @param {Page} page
 * @param {LabDeclaration} lab
 * @param {StageTools} tools
 * @param {{
 *   tip: Tip,
 *   menu: Menu,
 *   second: ReturnType<typeof createSecondCell>,
 *   paneOf: (name: ViewName) => Pane | undefined,
 *   dive: (() => void) | null,
 *   back: () => void,
 * }} parts `dive`: goes into a step, where one can; `back` gives the keys back to the pictures
 */
export function createActing(page, lab, tools, { tip, menu, second, paneOf, dive, back }) {
  const { session, store, commands, focus } = page;

  /** @param {Hit} hit @param {ViewName} name @returns {Box | undefined} */
  const boxOf = (hit, name) => paneOf(name)?.boxOf(hit);

  function unhover() {
    if (tip.open) tip.leave();
    else focus.hover(null);
  }

  /** The unit that a name is about. @param {string} reference */
  function unitOf(reference) {
    if (lab.unitOf) return session.ask((engine) => lab.unitOf?.(engine, reference));
    return Number(/\.u(\d+)$/.exec(reference)?.[1] ?? 0);
  }

  /** What a click does to the model, if anything. @param {string} reference @returns {boolean} whether it did */
  function act(reference) {
    const what = lab.acts?.(reference, store.state, session.summary, session.ask);
    if (what) commands.act(what);
    return Boolean(what);
  }

  return {
    act,
    unhover,
    /** @param {ViewName} name @param {Pointed | null} pointed */
    hover(name, pointed) {
      if (menu.open || tools.busy()) return;
      const box = pointed && boxOf(pointed.hit, name);
      if (!pointed || !box) {
        unhover();
        return;
      }
      const { hit } = pointed;
      second.mean(hit, name);
      focus.hover(second.ownName(hit, name));
      tip.show(second.about(hit, name), hit.words, box, { passing: true });
    },
    /**
     * @param {Hit} hit
     * @param {ViewName} name
     * @param {Pointed | null} [pointed]
     */
    select(hit, name, pointed = null) {
      const { reference } = hit;
      const foreign = second.isForeign(name);
      second.mean(hit, name);
      if (!foreign && act(reference)) {
        tip.hide();
        return;
      }
      const place = foreign
        ? null
        : (hit.position ?? lab.leadsTo(reference, name, store.state, session.ask));
      if (place) commands.stand(place);
      const unit = unitOf(reference);
      if (unit) commands.chooseUnit(unit);
      focus.pin(second.ownName(hit, name));
      const box = boxOf(hit, name);
      if (box && pointed?.finger) {
        tip.show(second.about(hit, name), hit.words, box, { finger: pointed.finger });
      }
    },
    /** Lets a given number be typed where it stands. @param {Hit} hit @param {ViewName} name */
    openValue(hit, name) {
      if (second.isForeign(name)) return;
      const at = boxOf(hit, name);
      if (dive && /^t\d+$/.test(hit.reference)) dive();
      else if (at) tools.setValue(hit.reference, at);
    },
    /** @param {Hit} hit @param {ViewName} name */
    openMenu(hit, name) {
      const at = boxOf(hit, name);
      if (!at || second.isForeign(name)) return;
      tip.hide();
      menu.show({ label: hit.words, items: tools.thing(hit.reference, name, at), at, back });
    },
  };
}
