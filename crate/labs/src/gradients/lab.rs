//! The lab itself: what it consists of, and what is asked of it.

use std::cell::RefCell;
use std::rc::Rc;

use super::draw::study::chain::way;
use super::draw::study::diagrams::{Chain, Factors, Plane};
use super::explain::clipping::THRESHOLD;
use super::explain::study::{Spot, pictures};
use super::explain::{clipping, study};
use super::presets::presets;
use super::recurrent::{BaseKind, Bases, Source, Studied, Study};
use super::run::seeds::Seeds;
use super::run::study::{Beside, Examined};
use crate::declared::Roomed;
use crate::lab::{
    About, At, Choice, Counts, Far, Group, Handle, Lab, Lead, Motion, Piece, Place, Reading, Said,
    Shared, View,
};
use crate::schema::Setting;
use crate::setting::SettingSet;
use crate::setup::{ClipSetup, Setup, SetupError};
use crate::stepped::{Counted, Stepped};
use view::draw::panel::chart::Ends;
use view::draw::panel::{Panel, Text};
use view::explain::Verbosity;
use view::explain::inspect::Inspection;
#[cfg(feature = "whole")]
use view::explain::{Formula, Level, Notation};

/// What is studied, and how gradients are clipped.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    grad: Study,
    clip: ClipSetup,
}

impl SettingSet for Chosen {
    fn declared() -> Vec<Setting> {
        [study::settings(), clipping::settings()].concat()
    }

    fn checked(&self) -> Result<(), SetupError> {
        self.grad.checked()?;
        self.clip.checked()
    }
}

impl Roomed for Gradients {
    fn of(setup: &Setup) -> Chosen {
        Chosen {
            grad: setup.grad.clone(),
            clip: setup.clip.clone(),
        }
    }

    fn put(own: Chosen, setup: &mut Setup) {
        (setup.grad, setup.clip) = (own.grad, own.clip);
    }
}

/// A study that has run.
#[derive(Debug)]
pub struct Gradients {
    clip: ClipSetup,
    /// What ran last; it is never missing but while the next one runs.
    last: Option<Rc<Examined>>,
    bases: Bases,
    /// Those of a drag, which starts from where it began.
    before: RefCell<Bases>,
    /// The powers of ten of the chart, and how far the plane reaches: they stay while something is dragged.
    range: RefCell<Ends>,
    reach: RefCell<Ends>,
    seeds: Seeds,
}

/// What the names of the buttons lead to.
const BY_HAND: &str = "by-hand";
const USE: &str = "use";

const fn group(id: &'static str, title: &'static str, icon: &'static str) -> Group {
    Group { id, title, icon }
}

impl Lab for Gradients {
    const ABOUT: About = About {
        id: "gradients",
        key: "4",
        title: "Gradients",
        stage: "Gradients over {of} steps. Enter to explore, V for tables",
        shown_in: &["start"],
        owns: &["grad", "clip"],
        counts: Some(Counts {
            short: "k",
            label: "Factors in the product",
            value: "{at} of {of} factors",
        }),
        // The slider of ρ is what this lab is about.
        sheet: Some("controls"),
        views: &[
            View::new(
                "chain",
                Place::Top,
                "The chain",
                "The chain: the gradient walks back from the loss",
            )
            .dragging(&[Handle::level("")]),
            View::new(
                "decay",
                Place::Middle,
                "What is left over k",
                "What is left after k steps back, T = {of}",
            )
            .dragging(&[Handle::level("")]),
            View::new("plane", Place::Middle, "Eigenvalues", "Eigenvalues")
                .dragging(&[Handle::upright("eig."), Handle::upright("rho")]),
            View::new(
                "factors",
                Place::Lower,
                "Factors",
                "The last {at} factors, and their product",
            ),
            View::new("matrix", Place::Lower, "Matrix", "The recurrent matrix"),
            View::new(
                "forward",
                Place::Lower,
                "Forward",
                "Length of the hidden state",
            ),
            View::new(
                "starts",
                Place::Lower,
                "Starts",
                "Ways to start, over many seeds",
            )
            .gradual(),
            View::new(
                "alone",
                Place::Lower,
                "Long run",
                "Left alone for a long time",
            )
            .gradual(),
            View::new("clip", Place::Lower, "Clip", "Clipping")
                .dragging(&[Handle::upright(THRESHOLD)])
                .gradual(),
        ],
        groups: &[
            group("matrix", "Recurrent matrix", "weights"),
            group("presets", "Presets", "presets"),
            group("study", "Run", "sizes"),
            group("compare", "Compare", "cell"),
            group("clip", "Clipping", "clip"),
        ],
        presets,
        ..About::PLAIN
    };

    type Own = Chosen;

    fn run(own: &Chosen, shared: &Shared<'_>) -> Result<Self, SetupError> {
        let mut bases = Bases::default();
        let (studied, beside) = prepared(&own.grad, shared, &mut bases)?;
        Ok(Self {
            clip: own.clip.clone(),
            last: Some(Rc::new(Examined::of(
                own.grad.clone(),
                studied,
                beside,
                None,
            ))),
            bases,
            before: RefCell::default(),
            range: RefCell::default(),
            reach: RefCell::default(),
            seeds: Seeds::of(&own.grad),
        })
    }

    fn again(&mut self, own: &Chosen, shared: &Shared<'_>) -> Result<(), SetupError> {
        let is_same = shared.is_same_model || !own.grad.looks_at_model();
        if !(is_same && own.grad == self.examined().study) {
            let (studied, beside) = prepared(&own.grad, shared, &mut self.bases)?;
            let earlier = self.last.take().and_then(Rc::into_inner);
            let next = Examined::of(own.grad.clone(), studied, beside, earlier);
            self.last = Some(Rc::new(next));
            self.seeds.turn_to(&own.grad);
        }
        self.clip = own.clip.clone();
        Ok(())
    }

    fn refine(&self) {
        if !self.examined().is_fine() {
            self.examined().refine();
        }
    }

    fn said(&self) -> Said {
        let has_matrix = self.examined().matrix().is_some();
        Said {
            chip: study::chip(self.examined()),
            notices: self.examined().studied.notices.clone(),
            steps: self.examined().steps(),
            standing: [("grad.rho", self.examined().radius)].into(),
            offers: if has_matrix {
                vec![BY_HAND, USE]
            } else {
                vec![]
            },
        }
    }

    fn stepped(&self) -> Stepped<'_> {
        Stepped::Counts(self)
    }

    fn reading(&self, t: usize) -> Option<Reading> {
        let (number, verdict) = study::verdict(self.examined(), t);
        Some(Reading {
            number,
            verdict,
            power: study::power(self.examined(), t).map(|power| power.tree),
        })
    }

    fn step_in_motion(&self, progress: f32) -> Option<usize> {
        let passed = way(progress, self.examined().steps()).1;
        (progress < 1.0).then_some(passed.unwrap_or_default())
    }

    fn panel(&self, view: &str, at: &At<'_>) -> Panel {
        self.view(view, self.resolved(at), None)
    }

    fn moving_panel(&self, view: &str, at: &At<'_>, motion: Motion) -> Panel {
        self.view(view, self.resolved(at), Some(motion))
    }

    fn lit(&self, view: &str, reference: &str) -> Option<String> {
        study::place_of(reference).filter(|_| view != "factors")
    }

    fn known(&self, reference: &str) -> Option<Inspection> {
        study::known(self.examined(), reference)
    }

    fn overview(&self, at: &At<'_>) -> Inspection {
        study::inspect(self.examined(), None, self.resolved(at))
    }

    fn edit(&self, reference: &str, value: f64) -> Option<Chosen> {
        let Examined { study, studied, .. } = &**self.examined();
        let grad = study::with_number(study, studied, reference, value)?.ok()?;
        Some(self.chosen(grad))
    }

    fn drag(
        &self,
        from: &Chosen,
        reference: &str,
        to: [f64; 2],
        shared: &Shared<'_>,
    ) -> Result<Option<Lead<Chosen>>, SetupError> {
        if reference == THRESHOLD {
            return Ok(self.threshold(to[0]));
        }
        let label = match reference.parse() {
            Ok(Spot::Radius) => "spectral radius dragged",
            Ok(Spot::Eigenvalue(_)) => "eigenvalue dragged",
            _ => return Ok(Some(Lead::step(self.nearest(to[0])))),
        };
        let studied = (from.grad).studied(shared.scenario, &mut self.before.borrow_mut())?;
        let grad = study::dragged(&from.grad, &studied, reference, to.into())?;
        let clip = from.clip.clone();
        Ok(Some(Lead::to(label, Chosen { grad, clip })))
    }

    fn lead(
        &self,
        reference: &str,
        shared: &Shared<'_>,
    ) -> Result<Option<Lead<Chosen>>, SetupError> {
        let Examined { study, studied, .. } = &**self.examined();
        let grad = study.clone();
        if let Ok(Spot::Product(k) | Spot::Factor(k)) = reference.parse() {
            return Ok(Some(Lead::step(k.max(1))));
        }
        if let Some(Ok(seed)) = reference.strip_prefix("seed.").map(str::parse) {
            let label = format!("seed {seed}");
            return Ok(Some(Lead::to(label, self.chosen(Study { seed, ..grad }))));
        }
        if let Some(base) = reference.strip_prefix("start.").and_then(BaseKind::start) {
            let source = Source::Matrix;
            let grad = Study {
                source,
                base,
                ..grad
            };
            return Ok(Some(Lead::to("another base matrix", self.chosen(grad))));
        }
        Ok(match reference {
            BY_HAND => {
                let grad = study::written_down(study, studied)?;
                Some(Lead::to("matrix written down", self.chosen(grad)))
            }
            USE => Some(Lead {
                label: "matrix used in the model".to_owned(),
                to: Choice::Setup(Box::new(study.used_in(shared.setup, studied)?)),
                t: None,
            }),
            _ => None,
        })
    }

    fn found(&self, view: &str) -> Far {
        self.seeds.found(view, &self.clip)
    }

    fn piece(
        &mut self,
        view: &str,
        after: usize,
        shared: &Shared<'_>,
    ) -> Result<(Piece, Far), SetupError> {
        let study = &self.examined().study.clone();
        self.seeds.piece(view, after, (study, shared.scenario))
    }

    fn take(&mut self, view: &str, piece: Piece) {
        self.seeds.take(view, piece);
    }
}

/// What is studied, and what stands beside it.
fn prepared(
    study: &Study,
    shared: &Shared<'_>,
    bases: &mut Bases,
) -> Result<(Studied, Vec<Beside>), SetupError> {
    let studied = study.studied(shared.scenario, bases)?;
    Ok((studied, Beside::all(study, bases)?))
}

impl Gradients {
    fn examined(&self) -> &Rc<Examined> {
        self.last.as_ref().expect("a study that has run")
    }

    /// The same with something else studied.
    fn chosen(&self, grad: Study) -> Chosen {
        let clip = self.clip.clone();
        Chosen { grad, clip }
    }

    /// How many factors the product has that is looked at.
    fn resolved(&self, at: &At<'_>) -> usize {
        self.stepped().resolve(at.position).t
    }

    /// The count nearest to a place along k.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of steps"
    )]
    fn nearest(&self, place: f64) -> usize {
        place.round().clamp(1.0, self.examined().steps() as f64) as usize
    }

    /// The threshold dragged to a value, with as many digits as a hand can aim at.
    fn threshold(&self, to: f64) -> Option<Lead<Chosen>> {
        let tau: f64 = format!("{:.2e}", to.abs()).parse().ok()?;
        let clip = ClipSetup {
            tau,
            ..self.clip.clone()
        };
        let grad = self.examined().study.clone();
        (tau > 0.0).then(|| Lead::to("threshold dragged", Chosen { grad, clip }))
    }

    fn view(&self, view: &str, k: usize, motion: Option<Motion>) -> Panel {
        let examined = self.examined();
        match view {
            "chain" | "signal" => Panel::Diagram(Rc::new(Chain {
                examined: Rc::clone(examined),
                k,
                has_bracket: view == "chain",
                progress: motion.map_or(1.0, |motion| motion.progress),
            })),
            "decay" => {
                let mut chart = study::decay(examined, k);
                chart.y.ends = held(&self.range, chart.y.ends, motion);
                chart.into()
            }
            // The first screen shows no more.
            _ if !cfg!(feature = "whole") => Text(String::new()).into(),
            "plane" => {
                let picture = pictures::plane(examined);
                let fit = picture.map_or(1.0, |picture| picture.reach);
                Panel::Diagram(Rc::new(Plane {
                    examined: Rc::clone(examined),
                    reach: held(&self.reach, (-fit, fit), motion).1,
                }))
            }
            "factors" => Panel::Diagram(Rc::new(Factors {
                examined: Rc::clone(examined),
                k,
            })),
            "matrix" => {
                study::matrix(examined).map_or_else(|| study::no_matrix().into(), Panel::from)
            }
            "forward" => study::forward(examined, k).into(),
            view => (self.seeds.panel(view, examined, &self.clip, k))
                .unwrap_or_else(|| Text(String::new()).into()),
        }
    }
}

/// The ends of an axis, which stay while something is dragged.
fn held(ends: &RefCell<Ends>, fit: (f64, f64), motion: Option<Motion>) -> (f64, f64) {
    motion.map_or(fit, |motion| ends.borrow_mut().shown(fit, motion.settled))
}

impl Counted for Gradients {
    fn most(&self) -> usize {
        self.examined().steps()
    }

    #[cfg(feature = "whole")]
    fn formula(&self, count: usize, level: Level, notation: Notation) -> Formula {
        study::formula(self.examined(), count, level, notation)
    }

    fn sentence(&self, count: usize, verbosity: Verbosity, was: Option<&str>) -> String {
        study::sentence(self.examined(), count, verbosity, was)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declared::{Changed, Shown, open};
    use crate::stepped::counted;

    fn opened(setup: &Setup) -> Box<Shown> {
        open(setup, &setup.scenario().unwrap()).unwrap().unwrap()
    }

    fn of_lab(open: &str) -> Setup {
        Setup {
            open: open.to_owned(),
            ..Setup::default()
        }
    }

    fn dragged(setup: &Setup, reference: &str, to: [f64; 2]) -> Changed {
        let scenario = setup.scenario().unwrap();
        let from = Shared::of(setup, &scenario).unwrap();
        opened(setup).drag(&from, reference, to).unwrap().unwrap()
    }

    fn led(setup: &Setup, reference: &str) -> Option<Changed> {
        let scenario = setup.scenario().unwrap();
        let shared = Shared::of(setup, &scenario).unwrap();
        opened(setup).lead(&shared, reference).unwrap()
    }

    #[test]
    fn start_looks_at_the_study_of_the_gradients_lab_which_is_not_run_again() {
        let setup = of_lab("start");
        let scenario = setup.scenario().unwrap();
        let mut lab = opened(&setup);
        assert_eq!(lab.reading(20, 1.0).unwrap().number, "0.0115");
        assert_eq!(lab.reading(20, 0.0).unwrap().number, "1.00");
        let range = |lab: &Shown| {
            let at = counted(1);
            let at = At {
                position: &at,
                unit: 1,
            };
            lab.panel("decay", &at).sheet().csv()
        };
        let before = range(&*lab);
        for (open, is_shown) in [("gradients", true), ("cell", false)] {
            let next = of_lab(open);
            let shared = Shared::of(&next, &scenario).unwrap();
            assert_eq!(lab.again(&shared).unwrap(), is_shown, "{open}");
            assert_eq!(range(&*lab), before);
        }
    }

    #[test]
    fn what_is_dragged_is_a_setting_or_the_count() {
        let setup = of_lab("gradients");
        let tau = dragged(&setup, THRESHOLD, [-2.345_67, 0.0]).setup.unwrap();
        assert_eq!(tau.clip.tau, 2.35);
        let rho = dragged(&setup, "rho", [0.6, 0.8]).setup.unwrap();
        assert_eq!((rho.grad.rho, rho.clip), (Some(1.0), setup.clip.clone()));
        for (place, k) in [(-3.0, 1), (6.6, 7), (99.0, 20)] {
            let lead = dragged(&setup, "bracket", [place, 0.0]);
            assert_eq!((lead.setup, lead.t), (None, Some(k)));
        }
        let scenario = setup.scenario().unwrap();
        let from = Shared::of(&setup, &scenario).unwrap();
        let none = opened(&setup).drag(&from, THRESHOLD, [0.0, 0.0]).unwrap();
        assert!(none.is_none(), "0 is no threshold");
    }

    #[test]
    fn marks_lead_to_counts_seeds_and_matrices() {
        let setup = of_lab("gradients");
        assert_eq!(led(&setup, "factor.4").unwrap().t, Some(4));
        assert_eq!(led(&setup, "k.0").unwrap().t, Some(1));
        let seed = led(&setup, "seed.12").unwrap();
        assert_eq!(seed.label, "seed 12");
        assert_eq!(seed.setup.unwrap().grad.seed, 12.0);
        let base = led(&setup, "start.glorot").unwrap().setup.unwrap();
        assert_eq!(base.grad.base, BaseKind::Glorot);
        assert!(led(&setup, "start.gru").is_none());
        let by_hand = led(&setup, BY_HAND).unwrap().setup.unwrap();
        assert_eq!(by_hand.grad.base, BaseKind::Edited);
        assert_eq!(led(&setup, USE).unwrap().setup.unwrap().cell, "rnn");
    }

    #[test]
    fn a_number_is_set_as_far_as_it_can_be_used() {
        let setup = of_lab("gradients");
        let lab = opened(&setup);
        let edited = lab.edit(&setup, "W.r2.c3", 0.25).unwrap().unwrap();
        assert_eq!(edited.grad.edited.unwrap()[1][2], 0.25);
        assert!(lab.edit(&setup, "rho", 1e300).is_err());
        assert!(lab.edit(&setup, "h.t4", 1.0).unwrap().is_none());
    }
}
