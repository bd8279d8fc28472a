//! What is chosen in the Attention lab, as what the engine is asked.

use crate::attention::run::lookup::ExampleInput;
use crate::attention::run::measure::MeasureInput;
use crate::attention::run::reading::SelfAttentionInput;
use crate::attention::run::translation::{Decoding, Seq2SeqInput};
use crate::setup::{AttnSetup, Feeding, Looking};

/// What an encoder and decoder are asked.
#[must_use]
pub fn seq2seq(attn: &AttnSetup) -> Seq2SeqInput {
    let rows = attn.rows.iter().map(|row| (row.at, row.weights.clone()));
    Seq2SeqInput {
        task: attn.task.clone(),
        text: attn.text.clone(),
        models: [attn.attention, attn.attention.other()].map(|looking| attn.model_with(looking)),
        temperature: attn.temperature,
        decoding: match attn.feed {
            Feeding::Own => Decoding::FreeRunning,
            Feeding::Gold => Decoding::TeacherForcing,
            Feeding::Mix => Decoding::ScheduledSampling {
                sampling_prob: attn.own,
            },
        },
        forced: (attn.forced.iter())
            .filter_map(|forced| Some((forced.at, forced.symbol()?)))
            .collect(),
        attention_override: rows.collect(),
    }
}

/// What self-attention is asked.
#[must_use]
pub fn self_attention(attn: &AttnSetup) -> SelfAttentionInput {
    SelfAttentionInput {
        text: attn.text.clone(),
        models: [attn.model(), attn.other_model()],
        learner: attn.learner(),
        causal: attn.causal,
        scaled: attn.scaled,
        positional_encoding: attn.placed,
    }
}

/// What is set by hand.
#[must_use]
pub fn example(attn: &AttnSetup) -> ExampleInput {
    ExampleInput {
        query: attn.query().to_vec(),
        states: attn.states().to_vec(),
        scaled: attn.scaled,
        temperature: attn.temperature,
    }
}

/// What is measured of an encoder and decoder, with attention and without.
#[must_use]
pub fn measure(attn: &AttnSetup) -> MeasureInput {
    MeasureInput {
        task: attn.task.clone(),
        models: [Looking::On, Looking::Off].map(|looking| attn.model_with(looking)),
        temperature: attn.temperature,
    }
}
