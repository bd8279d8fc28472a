//! What the weights of a document make: the names say which layers and directions there are, the shapes how wide.

use super::super::DocumentError;
use super::super::attention::attention;
use super::super::parameters::Parameters;
use super::super::prepare::cell;
use super::fields::Seq2SeqDocument;
use unrolled::model::encoder_decoder::{Direction, MOST_LAYERS, Readout, Table};
use unrolled::model::{Biases, EncoderDecoder};

/// The encoder and decoder of a document.
///
/// # Errors
/// Where a weight is missing that says how wide it is, or the sizes do not fit together.
pub(super) fn describe(document: &Seq2SeqDocument) -> Result<EncoderDecoder, DocumentError> {
    let weights = &document.weights;
    let table = |name| {
        let shape = weights.shape(name);
        shape.map(|[symbols, width]| Table { symbols, width })
    };
    let layers = layers(weights);
    let only_back = layers.first().is_some_and(|layer| layer[0].reverse);
    let recurrent = if only_back {
        "encoder.weight_hh_l0_reverse"
    } else {
        "encoder.weight_hh_l0"
    };
    let [_, encoder] = weights.shape(recurrent)?;
    let [_, decoder] = weights.shape("decoder.weight_hh_l0")?;
    let score = document.score;
    if score.is_none() && weights.names().any(|name| name.starts_with("attention.")) {
        let message = "missing, though there are weights attention.*";
        return Err(DocumentError::at("score", message));
    }
    let attention = score.map(|score| attention(score, weights, "attention."));
    let [classes, read] = weights.shape("head.weight")?;
    let model = EncoderDecoder {
        cell: cell(&document.cell)?,
        source: table("embedding_source")?,
        target: table("embedding_target")?,
        layers,
        encoder,
        decoder,
        biases: Biases {
            input: weights.has("decoder.bias_ih_l0"),
            hidden: weights.has("decoder.bias_hh_l0"),
        },
        attention: attention.transpose()?,
        bridge: weights
            .has("bridge.weight")
            .then(|| weights.has("bridge.bias")),
        readout: Readout {
            classes,
            bias: weights.has("head.bias"),
            context: score.is_some() && read != decoder,
        },
    };
    check(&model, read)?;
    Ok(model)
}

/// The layers that there are weights for.
fn layers(weights: &Parameters) -> Vec<Vec<Direction>> {
    let direction = |layer: usize, reverse: bool| {
        let end = if reverse { "_reverse" } else { "" };
        let has = |own: &str| weights.has(&format!("encoder.{own}_l{layer}{end}"));
        has("weight_hh").then(|| Direction {
            reverse,
            biases: Biases {
                input: has("bias_ih"),
                hidden: has("bias_hh"),
            },
        })
    };
    let layer = |layer| -> Vec<Direction> {
        let both = [false, true].into_iter();
        both.filter_map(|reverse| direction(layer, reverse))
            .collect()
    };
    let layers = (0..MOST_LAYERS).map(layer);
    layers.take_while(|layer| !layer.is_empty()).collect()
}

/// That states, scores and head fit together, said of the field that a person would change.
fn check(model: &EncoderDecoder, read: usize) -> Result<(), DocumentError> {
    let (width, decoder) = (model.width(), model.decoder);
    if model.bridge.is_none() && width != decoder {
        let message = format!(
            "missing: the encoder's last state has {width} numbers, the decoder's first one {decoder}"
        );
        return Err(Parameters::refuse("bridge.weight", message));
    }
    let compares = model.attention.filter(|own| own.score.params.is_empty());
    if let Some(attention) = compares.filter(|_| width != decoder) {
        let message = format!(
            "the {} score compares states of one size; the encoder's have {width} numbers, the decoder's {decoder}",
            attention.score.kind
        );
        return Err(DocumentError::at("score", message));
    }
    let context = if model.attention.is_some() { width } else { 0 };
    if ![decoder, decoder + context].contains(&read) {
        let wanted = if context == 0 {
            format!("{decoder} numbers")
        } else {
            format!(
                "{decoder} numbers, or {} with the context",
                decoder + context
            )
        };
        let message = format!("expected {wanted}, found {read}");
        return Err(Parameters::refuse("head.weight", message));
    }
    Ok(())
}
