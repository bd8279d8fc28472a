import type {
  About as AboutLab,
  AboutCell as AboutOneCell,
  DeclaredView,
  Own as OwnSettings,
} from './wasm/labs.js';

/** What crosses between the engine (WebAssembly) and the page, and what the page keeps. */

export type Direction = 'f' | 'b';
/** One moment of the computation: time step from 1, micro-op by id, forward or backward. */
export interface Position {
  t: number;
  op: string;
  dir: Direction;
}
export type Level = 'symbols' | 'vectors' | 'numbers';
export type Notation = 'lesson' | 'pytorch';
/** What pictures are painted in; the last two where the system forces its colours. */
export type Theme = 'light' | 'dark' | 'contrastLight' | 'contrastDark';
export type ThemeChoice = 'system' | 'light' | 'dark';
export type MotionChoice = 'system' | 'reduce' | 'full';
export type Verbosity = 'short' | 'normal' | 'full';
export type How = 'next' | 'previous' | 'nextStep' | 'previousStep' | 'first' | 'last' | 'turn';
/** What a phone shows below the pictures. */
export type Sheet = 'equation' | 'controls' | 'values' | 'words';
export type Walk = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';
export type Panel =
  | 'numbers'
  | 'weights'
  | 'cards'
  | 'road'
  | 'junction'
  | 'truncation'
  | 'look'
  | 'ribbons'
  | 'versus'
  | 'curve'
  | 'lengths'
  | DeclaredView;
export type About = AboutLab;
export type AboutCell = AboutOneCell;
export type Own = OwnSettings;
export type ViewName =
  | 'sequence'
  | 'cell'
  | 'other'
  | 'overview'
  | 'unrolled'
  | 'vectors'
  | Panel
  | 'pair'
  | 'answer'
  | 'attention'
  | 'mattered';
/** The pictures of the stage, and the small chart beside them. */
export type PictureName = ViewName | 'history' | 'motion' | 'vector' | 'signal';

export type Sequence =
  | { kind: 'storybook' }
  | { kind: 'made'; steps: number }
  | { kind: 'numbers'; rows: number[][] }
  | { kind: 'text'; text: string };

/** A gate held at a value in every unit, at steps `from` to `to`. */
export interface Hold {
  gate: string;
  value: number;
  from: number;
  to: number;
}
/** The model and its data: what undo restores and a link carries. */
export interface Model {
  cell: string;
  choices: Record<string, string>;
  H: number;
  bias: string;
  head: string;
  classes: number;
  weights: string;
  seed: number;
  /** Null: as the weights have it. */
  fBias: number | null;
  zBias: number | null;
  precision: 'f64' | 'f32';
  /** Whole matrices. */
  edited: Record<string, number[][]> | null;
  /** Single weights changed by hand, by reference, over whatever `weights` gives. */
  edits: Record<string, number>;
  holds: Hold[];
  seq: Sequence;
  loss: { kind: string; at: string; reduce: string };
  target: number[] | null;
  h0: number[] | null;
  c0: number[] | null;
  /** Whether the first states stay as given or are learned from there. */
  start: { how: 'given' | 'learned'; updates: number; rate: number };
  /** How many steps back the gradient of each loss goes. Null: to the first. */
  K: number | null;
  /** After so many steps the state is detached. Null: never. */
  detachEvery: number | null;
  /** The steps after which the scissors cut. */
  cuts: number[] | null;
  /** What the Gradients lab studies. */
  grad: Study;
  /** What is shown of the unrolled graph. */
  show: {
    weights: boolean;
    gates: boolean;
    bands: boolean;
    norms: boolean;
    strips: boolean;
    ring: Record<string, string>;
  };
  clip: {
    tau: number;
    how: 'norm' | 'normPyTorch' | 'value';
    of: 'example' | 'study';
    gradient: number[] | null;
  };
  /** What the Attention lab translates. */
  attn: {
    model: 'pair' | 'alone' | 'hand';
    task: string;
    text: string;
    attention: 'on' | 'off';
    score: string;
    temperature: number;
    /** What the decoder is given as the symbol before, and the share of its own guesses in a mix. */
    feed: 'own' | 'gold' | 'mix';
    own: number;
    /** Whether symbols are shown word by word, and only the outputs written so far. */
    group: boolean;
    follow: boolean;
    /** Whether what mattered is shown beside the map, and what the map is compared with. */
    mattered: boolean;
    against: 'nothing' | 'score' | 'free' | 'text';
    /** A text that is held to compare with. */
    beside: string | null;
    /** Symbols that are written whatever is predicted, outputs from 1. */
    forced: { at: number; symbol: string }[];
    /** Rows of attention that are held. */
    rows: { at: number; weights: number[] }[];
    /** What is switched of self-attention. */
    causal: boolean;
    scaled: boolean;
    placed: boolean;
    taught: 'whole' | 'so';
    /** What is set by hand: two numbers, and two for each state. */
    query: number[] | null;
    states: number[] | null;
  };
  /** What each lab that is declared has of its own. */
  own: Own;
}
/** What the Gradients lab studies. */
export interface Study {
  source: 'matrix' | 'model';
  base: string;
  H: number;
  T: number;
  /** Null: as it is. */
  rho: number | null;
  activation: string;
  inputScale: number;
  seed: number;
  feeding: number;
  edited: number[][] | null;
  h0: number[] | null;
  gradient: number[] | null;
  /** None, both, or the kind of a gated cell. */
  compare: string;
  fBias: number;
  zBias: number;
  precision: 'f64' | 'f32';
}
/** What the engine must know beside the model, and what undo does not restore. */
export interface Beside {
  unit: number;
  pair: boolean;
  /** Whether what the Attention lab translates is translated as well. */
  translating: boolean;
  /** The lab that is open. */
  open: string;
}
/** What the engine is configured with. */
export interface Config extends Model, Beside {}

/** The page's one state. */
export interface State {
  lab: string;
  model: Model;
  position: Position;
  unit: number;
  level: Level;
  notation: Notation;
  table: boolean;
  /** The lower pane. */
  panel: Panel;
  /** GRU and LSTM side by side. */
  pair: boolean;
  /** The one view that fills the stage. */
  alone: ViewName | null;
  /** Whether all steps are folded into one cell with a loop. */
  folded: boolean;
  sight: Sight;
  /** How many factors the product has that is looked at in a study. */
  k: number;
}

/** How closely the cell is looked at, and which point of its picture, in shares of width and height, is in the middle. */
export interface Sight {
  zoom: number;
  x: number;
  y: number;
}

export interface Setting {
  /** Where in the model, dotted: `choices.reset`. */
  key: string;
  label: string;
  help: string;
  group: string;
  kind: 'choice' | 'integer' | 'number' | 'vector' | 'switch' | 'text';
  choices?: { value: string; label: string }[];
  min?: number;
  max?: number;
  /** The greatest number that can be typed, where that is more. */
  reach?: number;
  /** What it is called where no number is set, if that can be. */
  empty?: string;
  step?: number;
  /** Its key in links. */
  link?: string;
  default: unknown;
  unit?: string;
  /** All of these must hold. */
  when?: { key: string; is: string[] }[];
}

export interface Op {
  id: string;
  title: string;
  role: string;
  part: 'cell' | 'head';
}
export interface Timeline {
  steps: number;
  forward: Op[];
  backward: Op[];
  lossAt: boolean[];
}
export interface Summary {
  chip: string;
  notices: string[];
  D: number;
  H: number;
  T: number;
  B: number;
  params: number;
  loss: number | null;
  labels: string[];
  marks: boolean[];
  hasTarget: boolean;
  /** The biases of the selected unit's gates, whatever they come from. */
  effective: { fBias?: number; zBias?: number };
  /** Where the weights in force come from: those chosen, unless they do not fit. */
  weights: string;
  /** How many single weights stand changed by hand. */
  edited: number;
  /** The steps after which the state is detached, by whichever setting. */
  cuts: number[];
  /** What learning the start came to, in words. Null: it is given. */
  learned: string | null;
  /** What is held, in words. */
  held: string[];
  overflow: { text: string; position: Position | null } | null;
  translation: Translation | null;
  /** A line about the declared lab that is open. */
  own: Said | null;
}
/** What can be trained in the page, and what has been. */
export interface Learnable {
  name: string;
  title: string;
  updates: number;
  amount: string;
  ships: boolean;
  learned: boolean;
  used: boolean;
}
/** A piece of a training. */
export interface Lesson {
  piece(): import('./engine/job_queue.js').Next;
}
/** What a trained model makes of a text, or which ones are waited for. */
export interface Translation {
  /** The one that answers, and the one beside it; null where it is not shipped. */
  models: (string | null)[];
  /** What can be trained. */
  learns: Learnable | null;
  /** How often other weights began to answer, and whether they were trained in the page: no worker has them. */
  changes: number;
  learned: boolean;
  /** Whether there is something that the map is compared with. */
  compared: boolean;
  answered: {
    chip: string;
    notices: string[];
    positions: number;
    timeline: Timeline;
    source: Chip[];
    leftOut: string[];
    /** Texts that could be read instead. */
    offers: { label: string; text: string }[];
    output: Chip[];
    answer: string;
    other: string | null;
    expected: string | null;
    verdict: string;
    reached: string;
  } | null;
}
/** Which cell of a translation. */
export type Inside = 'decoder' | 'forwards' | 'backwards';
/** A symbol that was read or written. */
export interface Chip {
  sign: string;
  doubtful: boolean;
  words: string;
}
/** A line about what a declared lab has computed. */
export interface Said {
  chip: string;
  notices: string[];
  /** How many steps there are, where it is not time that is stepped through. */
  steps: number;
  /** What settings stand at that are not given. */
  standing: Record<string, number>;
  /** Names that lead somewhere, beside those of marks. */
  offers: string[];
}
/** The number a lab is about, as it is printed. */
export interface Reading {
  number: string;
  verdict: string;
  power: El | null;
}
/** Where a click or a drag leads: what is chosen after that, and the step the cursor goes to, where they are others. */
export interface Lead {
  label: string;
  setup: Config | null;
  t: number | null;
}
/** One element of a MathML tree. */
export interface El {
  tag: string;
  text?: string;
  class?: string;
  ref?: string;
  attributes?: [string, string][];
  children?: El[];
}
export interface Formula {
  tree: El;
  latex: string;
  words: string;
  badge: string;
  title: string;
}
/** The operations of a step and direction, in letters. */
export type Chain = { id: string; tree: El; state: 'done' | 'now' | 'next' }[];
export interface Link {
  label: string;
  reference?: string | null;
  position?: Position | null;
}
export interface Inspection {
  title: string;
  words: string;
  rows: { label: string; value: string; reference?: string | null }[];
  history: number[] | null;
  comesFrom: Link[];
  goesTo: Link[];
  given: Given | null;
  products: Product[] | null;
  /** The canonical name of what this is about. */
  reference: string | null;
  kind: 'value' | 'gradient' | 'weight' | 'op' | 'step' | 'lab';
}
/** A number given from outside, which a person may change. */
export interface Given {
  reference: string;
  /** As it is spoken. */
  name: string;
  value: number;
  /** One press of an arrow. */
  step: number;
}
export interface Product {
  label: string;
  value: number;
  /** Of the largest, -1 to 1. */
  share: number;
  reference?: string | null;
}
export interface Cell {
  text: string;
  reference?: string | null;
  given?: number | null;
}
export interface Table {
  caption: string;
  columns: string[];
  rows: Cell[][];
  rowHeaders: string[];
}
export interface Hit {
  reference: string;
  words: string;
  position?: Position | null;
  /** What does the same work in the cell on screen, for a mark of the other cell. */
  same?: string | null;
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Check {
  analytic: number;
  numeric: number;
  absolute: number;
  relative: number;
  words: string;
}
/** Size in CSS px, backing pixels per CSS px, theme, root font size in px, letters. */
export interface Frame {
  width: number;
  height: number;
  ratio: number;
  theme: Theme;
  fontSize: number;
  notation: Notation;
  /** How much of a motion is over, 0 to 1. */
  progress?: number;
  /** How much the picture is enlarged, and how it is moved after that, in CSS px. */
  zoom?: number;
  panX?: number;
  panY?: number;
  /** How far all steps are folded into one cell, 0 to 1. */
  folded?: number;
  /** Whether axes stay as they are because something is moving. */
  hold?: boolean;
  /** How far they have come since from there to where they belong, 0 to 1. */
  settled?: number;
}

/** The engine's handle. */
export interface Lab {
  configure(config: Config): Summary;
  /** The configuration with one given number changed. */
  edit(reference: string, value: number): Config;
  timeline(): Timeline;
  resolve(position: Position): Position;
  move(position: Position, how: How): Position;
  /** `kept`: the number that is being changed, which stays in the line even where it adds nothing. */
  formula(
    position: Position,
    options: { level: Level; notation: Notation; unit: number; kept?: string | null },
  ): Formula;
  chain(position: Position, notation: Notation): Chain;
  /** As long as it stays, so do the timeline and every chain. */
  shape(): number;
  sentence(position: Position, unit: number, verbosity: Verbosity): string;
  inspect(reference: string | null, position: Position, unit: number): Inspection;
  table(view: ViewName, position: Position, unit?: number): Table;
  /** The same numbers with every digit, as comma-separated values. */
  csv(view: ViewName, position: Position, unit?: number): string;
  paint(
    view: PictureName,
    context: CanvasRenderingContext2D,
    frame: Frame,
    position: Position,
    focus: string | null,
    unit: number,
  ): boolean;
  /** How much of a step is drawn where all are so wide, and so much enlarged. */
  closeness(width: number, zoom: number): 'ribbon' | 'beads' | 'boxes' | 'cell';
  hit(view: ViewName, x: number, y: number): Hit | null;
  neighbour(view: ViewName, reference: string | null, direction: Walk): Hit | null;
  svg(view: ViewName): string;
  check(reference: string): Check;
  document(): string;
  forgetLayers(): void;
  adopt(document: string): Config;
  giveModel(name: string, card: string, weights: Uint8Array): void;
  hasModel(name: string): boolean;
  /** Takes what a training has come to: its weights answer from now on. */
  learnTake(piece: unknown, params: Float32Array): { found: number; of: number; words: string };
  learnPrefer(name: string, learned: boolean): void;
  isTranslated(): boolean;
  translationMissing(): string | undefined;
  paintTranslation(
    view: PictureName,
    context: CanvasRenderingContext2D,
    frame: Frame,
    position: Position,
    focus: string | null,
    unit: number,
  ): boolean;
  translationFormula(
    position: Position,
    unit: number,
    options: { level: Level; notation: Notation },
  ): Formula | null;
  translationChain(position: Position, notation: Notation): Chain;
  translationSentence(position: Position, unit: number, verbosity: Verbosity): string;
  translationInspect(reference: string | null, position: Position, unit: number): Inspection;
  translationTable(view: ViewName, position: Position, unit: number): Table;
  translationCsv(view: ViewName, position: Position, unit: number): string;
  translationResolve(position: Position): Position;
  translationMove(position: Position, how: How): Position;
  translationCell(which: Inside, position: Position, unit: number): { setup: Config; t: number };
  /** The row of attention that a weight belongs to. */
  translationUnit(reference: string): number | undefined;
  translationRow(reference: string): Float64Array | undefined;
  /** What was chosen when a drag began, with a weight dragged from one height to another. */
  translationDrag(
    attn: Model['attn'],
    reference: string,
    row: Float64Array,
    from: number,
    to: number,
  ): Model['attn'] | null;
  /** How many texts have been tried of those that both models are to answer. */
  translationFound(): { found: number; of: number };
  translationPiece(after: number): import('./engine/job_queue.js').Next;
  translationTake(piece: unknown): { found: number; of: number };
  ownPaint(
    view: PictureName,
    context: CanvasRenderingContext2D,
    frame: Frame,
    position: Position,
    focus: string | null,
    unit: number,
  ): boolean;
  ownTable(view: ViewName, position: Position, unit: number): Table;
  ownCsv(view: ViewName, position: Position, unit: number): string;
  ownTimeline(position: Position): Timeline;
  ownResolve(position: Position): Position;
  ownMove(position: Position, how: How): Position;
  ownFormula(
    position: Position,
    unit: number,
    options: { level: Level; notation: Notation },
  ): Formula | null;
  ownChain(position: Position, notation: Notation): Chain;
  /** `was`: its number before something changed, as it was printed. */
  ownSentence(position: Position, unit: number, verbosity: Verbosity, was?: string | null): string;
  ownInspect(reference: string | null, position: Position, unit: number): Inspection;
  ownLead(reference: string): Lead | null;
  /** What becomes of the model a drag began with, when what has this name is at a place of a view. */
  ownDrag(from: Model, view: ViewName, reference: string, x: number, y: number): Lead | null;
  /** The number at a step, or as far as a motion has come, 0 to 1. */
  ownReading(t: number, progress: number): Reading | null;
  /** Finds what takes longer than a frame. */
  ownRefine(): void;
  /** How much of what a view shows has been found. */
  ownFound(view: ViewName): { found: number; of: number };
  /** The piece of it that comes after so much, and how far it leads. It is not taken. */
  ownPiece(view: ViewName, after: number): import('./engine/job_queue.js').Next;
  /** Takes a piece, found here or by another engine with the same configuration. */
  ownTake(view: ViewName, piece: unknown): { found: number; of: number };
  panicOnPurpose(): void;
  free(): void;
}

/** The engine's module, once started. */
export interface EngineModule {
  Lab: new () => Lab;
  Lesson: new (name: string) => Lesson;
  schema(): Setting[];
  labs(): AboutLab[];
  cells(): AboutCell[];
  defaults(): Config;
  readSequence(text: string): { seq: Sequence; message: string };
  run(document: string): string;
  /** What the engine said when it died last. */
  lastPanic(): string;
}

/** What the engine throws. */
export interface EngineError {
  message: string;
  path: string;
}

/** What the panels ask the engine about what is on screen. */
export interface Questions {
  paint(
    lab: Lab,
    state: State,
    view: PictureName,
    context: CanvasRenderingContext2D,
    frame: Frame,
    focus: string | null,
  ): boolean;
  table(lab: Lab, state: State, view: ViewName): Table | null;
  csv(lab: Lab, state: State, view: ViewName): string;
  /** `kept`: the number that is being changed, which stays in the line even where it adds nothing. */
  formula(lab: Lab, state: State, level: Level, kept: string | null): Formula | null;
  chain(lab: Lab, state: State): Chain;
  /** `was`: the number the sentence is about, as it was before something changed. */
  sentence(lab: Lab, state: State, verbosity: Verbosity, was?: string | null): string;
  /** The number the sentence is about, where there is one. */
  number?(lab: Lab, state: State): string | null;
  inspect(lab: Lab, state: State, reference: string | null): Inspection | null;
}

/** What the transport walks. */
export interface Cursor {
  of(state: State): Position;
  /** The state with the cursor there. */
  to(position: Position): Partial<Omit<State, 'model'>>;
  timeline(
    session: { timeline: Timeline; summary: Summary; ask: Grabbing['ask'] },
    state: State,
  ): Timeline;
  /** What it walks, where that is not time. */
  names?: {
    short: string;
    label: string;
    value: (at: number, of: number, label?: string) => string;
  };
  move(
    lab: Lab,
    state: State,
    how: How,
    session: { timeline: Timeline; summary: Summary },
  ): Position;
  /** The nearest place there is, and what can be selected, where that is not a unit of the model. */
  resolve?(lab: Lab, position: Position): Position;
  units?(summary: Summary): Units;
  /** The cursor where the model has it now; `before` is what ran before. */
  settle?(state: State, summary: Summary, before: Summary): Partial<Omit<State, 'model'>> | null;
}

/** What one of can be selected: how many there are, what one is called, and the sign of each where it has one. */
export interface Units {
  count: number;
  label: string;
  signs: string[];
}

export interface View {
  name: ViewName;
  /** Above, in the middle, or below: where one of several is chosen. */
  place: 'top' | 'middle' | 'lower';
  /** What it is called, or where there is no state to name it by. */
  short: string;
  title?: (state: State, op: Op | undefined, of: OpCount, summary: Summary) => string;
  note?: (index: number, count: number) => string;
  /** Whether one can look closer. */
  zooms?: boolean;
  /** Whether it is found a piece at a time: from when it is shown, or once it is asked for. */
  gradual?: 'shown' | 'asked';
  /** Whether it is the map of the view that zooms. */
  map?: boolean;
  /** Whether its steps fold into one. */
  folds?: boolean;
  /** How much closer one can look at most. */
  most?: (summary: Summary) => number;
  /** The zooms between the whole and the closest at which something else is seen, in a picture of this width. */
  levels?: (summary: Summary, width: number) => number[];
  /** Where the cursor stands, in shares of the width of the whole: it is kept in sight. */
  here?: (state: State, summary: Summary) => { from: number; to: number };
}

/** What pointing at something does to the model. */
export interface Act {
  label: string;
  model: Model;
  /** Where the cursor goes with it. */
  position?: Position;
}

/** One lab, as a declaration. */
export interface LabDeclaration {
  id: string;
  title: string;
  /** The digit that opens it. */
  key: string;
  questions: Questions;
  cursor: Cursor;
  /** What is otherwise than in the engine's defaults when it opens. */
  opening: Partial<Omit<State, 'model'>> & { model?: Partial<Model> };
  views: View[];
  /** The views of which one stands below. */
  lower?: Panel[];
  /** The views on screen, from top to bottom. */
  shown(state: State): ViewName[];
  /** What a phone shows below the pictures at first; the equation otherwise. */
  sheet?: Sheet;
  /** The view whose numbers a phone shows as a table. */
  numbers(state: State): ViewName;
  /** Where a mark leads when it is clicked. */
  leadsTo(reference: string, view: ViewName, state: State, ask: Grabbing['ask']): Position | null;
  /** The unit that a name is about; the one at its end if not given. */
  unitOf?(lab: Lab, reference: string): number | undefined;
  /** What a click on a mark does to the model. */
  acts?(reference: string, state: State, summary: Summary, ask: Grabbing['ask']): Act | null;
  stageLabel(state: State, summary: Summary): string;
  /** How views are found a piece at a time. */
  pieces?: Pieces;
  /** A stage of its own; the usual one otherwise. */
  stage?: (page: import('./page/panels.js').Page, lab: LabDeclaration) => Stage;
  /** What stands there before the engine runs; the usual frame otherwise. */
  outline?: (message: unknown) => unknown;
  /** Whether it looks at what a lab has computed that the engine declares, and not only at the model. */
  declared?: boolean;
  /** How its views are laid out, as the style sheet calls it. */
  layout?: string;
  /** Whether it looks at what is translated, and not at the model. */
  translates?: boolean;
  /** Whether it shows what is translated beside what it is about, with one model that comes in its own time. */
  glimpses?: boolean;
  /** What of the model its presets and its reset are about; all of it if not given. */
  owns?: (keyof Model)[];
  /** What is taken hold of where the pointer goes down; null where nothing is. */
  grab?: (hit: Hit, view: ViewName, page: Grabbing) => Drag | null;
  presets: Preset[];
  groups: { id: string; title: string; icon: string }[];
}

/** How something is found a piece at a time, by the page's engine or by the worker's. */
export interface Pieces {
  /** What the worker knows the work by. */
  kind: string;
  /** As long as this stays, so does what was found; null: there is nothing to find yet. */
  of(state: State, summary: Summary): unknown;
  /** Whether only the engine of the page has what is needed. */
  isHere?(summary: Summary): boolean;
  found(lab: Lab, view: ViewName): { found: number; of: number };
  /** What comes after so much. It is not taken. */
  piece(lab: Lab, view: ViewName, after: number): import('./engine/job_queue.js').Next;
  take(lab: Lab, view: ViewName, piece: unknown): { found: number; of: number };
}

/** What a drag may use. */
export interface Grabbing {
  state: () => State;
  ask: <T>(question: (lab: Lab) => T) => T | null;
  change: (label: string, model: Model, drag: string | undefined) => void;
  point: (point: Partial<Omit<State, 'model'>>) => void;
  settle: () => void;
}
/** Something that is dragged: places are CSS px of its picture. */
export interface Drag {
  /** Whether it goes up and down as well, so that a finger that holds it does not scroll the page. */
  upright?: boolean;
  move(x: number, y: number): void;
  /** Released, or put back where it was. */
  end(kept: boolean): void;
}
type WholeStage = ReturnType<typeof import('./panels/stage/stage.js').createStage>;
/** The pictures of a lab, and how keys and pointer act on them; a lab's own may have no use for some of the keys. */
export type Stage = Pick<
  WholeStage,
  'element' | 'canvases' | 'stand' | 'inside' | 'dismiss' | 'invalidate' | 'paint'
> &
  Partial<WholeStage>;

/** How far long work has come, in what it counts. */
export interface Progress {
  found: number;
  of: number;
  /** `offered`: it begins when it is asked for. */
  how: 'offered' | 'running' | 'paused' | 'stopped' | 'whole';
}
/** A state with a name and a sentence about what to look at; what it leaves out is as at the opening. */
export interface Preset {
  id: string;
  name: string;
  look: string;
  model: Partial<Omit<Model, 'grad' | 'attn' | 'own'>> & {
    own?: { [Name in keyof Own]?: Partial<Own[Name]> };
    grad?: Partial<Study>;
    attn?: Partial<Model['attn']>;
  };
  point: Partial<Omit<State, 'model'>>;
}
export interface OpCount {
  index: number;
  count: number;
  steps: number;
}
