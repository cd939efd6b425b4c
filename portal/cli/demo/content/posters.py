"""The posters of the five contributed talks: their titles and authors, explained in our own words."""

from portal.cli.demo.content.poster import PosterText, one_line, passage
from portal.cli.demo.paper.figures import (
    bars,
    bit_fields,
    chain,
    depth_and_tokens,
    loss_curves,
    nested_boxes,
    pipeline,
    routing,
)
from portal.cli.demo.paper.poster import Drawing

FOOT = one_line("""
Made by the demo of the workshop portal: title and authors are those of the contributed talk, words
and drawings are the portal's own. The paper itself is on OpenReview.
""")


BOARD_1 = PosterText(
    board="1",
    title="Training and inference of large language models using 8-bit floating point",
    authors=(
        "Sergio Perez",
        "Yan Zhang",
        "James Briggs",
        "Charles Blake",
        "Josh Levy-Kramer",
        "Paul Balanca",
        "Carlo Luschi",
        "Stephen Barlow",
        "Andrew Fitzgibbon",
    ),
    summary="Eight bits hold a number only if one chooses well what they stand for: scale first, then round.",
    abstract=one_line("""
A number with eight bits has few values, and gradients, weights and activations live in different
ranges. The poster explains the two usual formats, why a **scale for each tensor** keeps values
inside them, and where the scales come from.
"""),
    tags=("low precision", "numerics", "language models"),
    hue=205,
    foot=FOOT,
    columns=(
        (
            passage(
                """
Why eight bits

Half the bits are half the memory, half the traffic, and on hardware that knows them more arithmetic
in the same time.

The price is range: what is too large overflows, what is too small becomes zero, and training
notices both.
"""
            ),
            passage(
                """
Two formats

- E4M3 spends its bits on precision; weights and activations like that.
- E5M2 spends them on range; gradients need it.
"""
            ),
        ),
        (
            Drawing(
                bit_fields,
                "Sign, exponent and mantissa of four formats. Fewer exponent bits, less range.",
                190,
            ),
            passage(
                """
Scale, then round

Multiply a tensor so that its values fall where the format is dense, compute, and divide again. The
scale may be fixed by a rule or follow the values that were seen.
"""
            ),
        ),
        (
            Drawing(
                chain("tensor", "scale", "8 bit", "multiply", "unscale"),
                "One scaled product, step by step.",
                110,
            ),
            passage(
                """
Worth asking

- Which layers may stay in 16 bits, and at what cost?
- Does one recipe serve training and inference?
- How does one see early that a scale has run away?
"""
            ),
            Drawing(bars(0.94, 0.48, 0.25), "Bytes for one value: 32, 16 and 8 bits.", 130),
        ),
    ),
)

BOARD_2 = PosterText(
    board="2",
    title="MatFormer: Nested Transformer for Elastic Inference",
    authors=(
        "Fnu Devvrit",
        "Sneha Kudugunta",
        "Aditya Kusupati",
        "Tim Dettmers",
        "Kaifeng Chen",
        "Inderjit Dhillon",
        "Yulia Tsvetkov",
        "Hannaneh Hajishirzi",
        "Sham Kakade",
        "Ali Farhadi",
        "Prateek Jain",
    ),
    summary="One training, many models: smaller ones lie inside the large one and can be taken out as they are.",
    abstract=one_line("""
Whoever serves a model wants it in several sizes, and trains each. Here the sizes are **nested**:
the first part of a layer is itself a layer of a smaller model. The poster explains the idea and
what it asks of training.
"""),
    tags=("elastic inference", "transformers", "architecture"),
    hue=345,
    foot=FOOT,
    columns=(
        (
            passage(
                """
The wish

A phone, a laptop and a rack want the same model in three sizes. Training three is expensive, and
they will not agree with each other.
"""
            ),
            passage(
                """
The idea

Order the hidden units of each feed-forward block so that the first ones alone make a good small
block, the first half a better one, and all of them the best.

A size is then a cut, not another training.
"""
            ),
        ),
        (
            Drawing(
                nested_boxes, "Four models that share a corner: each smaller one is a part of the next.", 230
            ),
            passage(
                """
Mix and match

The cut may differ from layer to layer, so a few trained sizes give many more in between.
"""
            ),
        ),
        (
            passage(
                """
How it is trained

- Draw one of the sizes in each step, or several of them.
- Compute its loss through its own part of the weights.
- All sizes push on the shared corner, so it learns fastest.
"""
            ),
            Drawing(
                chain("train once", "choose a cut", "serve"), "From one training to a size that fits.", 110
            ),
            passage(
                """
Worth asking

- Can a small cut draft what the large one checks?
- How does one choose the cut for each layer?
"""
            ),
        ),
    ),
)

BOARD_3 = PosterText(
    board="3",
    title="Sparse Backpropagation for MoE Training",
    authors=("Liyuan Liu", "Jianfeng Gao", "Weizhu Chen"),
    summary="The router of a mixture of experts makes a hard choice; this is about giving it an honest gradient.",
    abstract=one_line("""
In a mixture of experts each token visits few of them, which saves work. But a choice has no slope,
and routing is trained with a shortcut. The poster shows **where the gradient gets lost** and what
an estimate of it has to do.
"""),
    tags=("mixture of experts", "gradients", "sparsity"),
    hue=140,
    foot=FOOT,
    columns=(
        (
            passage(
                """
A choice has no slope

The router scores the experts and the best one is taken. Move the score a little and nothing
changes, until suddenly another expert is chosen.

Backpropagation wants a slope at each step and finds none here.
"""
            ),
            passage(
                """
The usual shortcut

One multiplies the expert's answer by its score, sends the gradient through the score, and forgets
that other experts would have answered differently.
"""
            ),
        ),
        (
            Drawing(
                routing,
                "Each token takes one line; the grey ones were possible and tell the gradient nothing.",
                230,
            ),
            passage(
                """
What an estimate must do

- Keep the sparsity, or the saving is gone.
- Count what the roads not taken would have brought, at least on average.
"""
            ),
        ),
        (
            Drawing(
                loss_curves,
                "Sketch: with a better gradient for the router the same loss is reached earlier.",
                170,
            ),
            passage(
                """
Worth asking

- How noisy may the estimate be before it hurts?
- What happens to experts that are rarely chosen?
- Does it still matter with two experts for each token?
"""
            ),
        ),
    ),
)

BOARD_4 = PosterText(
    board="4",
    title="Efficient Parallelization Layouts for Large-Scale Distributed Model Training",
    authors=(
        "Johannes Hagemann",
        "Samuel Weinbach",
        "Konstantin Dobler",
        "Maximilian Schall",
        "Gerard de Melo",
    ),
    summary="Data, tensor or pipeline parallel, and how much of each? The layout decides how busy the machines are.",
    abstract=one_line("""
Training on many accelerators means cutting the model or the data, in several directions at once.
The poster explains **what each cut costs**, and why micro-batches and checkpointing belong to the
same question.
"""),
    tags=("parallelism", "pipelines", "large scale"),
    hue=262,
    foot=FOOT,
    columns=(
        (
            passage(
                """
Three ways to cut

- Data parallel: everybody has the model, each sees other data.
- Tensor parallel: a layer is cut, and its parts talk at once.
- Pipeline parallel: layers are dealt out, and work flows through.
"""
            ),
            passage(
                """
What they cost

Memory, words on the wire, or waiting: each cut saves one and pays with another. A good layout pays
where the machine is rich.
"""
            ),
        ),
        (
            Drawing(
                pipeline, "Six micro-batches go through four stages and back. Pale cells are waiting.", 200
            ),
            passage(
                """
The bubble

Stages wait at the beginning and at the end. More and smaller micro-batches make the bubble smaller,
as long as each is large enough to be worth its start.
"""
            ),
        ),
        (
            Drawing(
                bars(0.5, 0.62, 0.71, 0.58, 0.83),
                "Sketch: the same model under five layouts, one of them better.",
            ),
            passage(
                """
Worth asking

- Is the memory full because it must be, or because something is kept that could be computed again?
- Which cut should change first when the cluster doubles?
- How does one compare layouts across machines?
"""
            ),
        ),
    ),
)

BOARD_5 = PosterText(
    board="5",
    title="CoTFormer: More Tokens With Attention Make Up For Less Depth",
    authors=("Amirkeivan Mohtashami", "Matteo Pagliardini", "Martin Jaggi"),
    summary="Go through the same block again and let it look at its own earlier answers: depth without new weights.",
    abstract=one_line("""
A deeper model thinks longer, but has more weights. One can also use a block several times. The
poster shows the twist that makes this strong: in each round tokens may **attend to those of all
rounds before**.
"""),
    tags=("transformers", "weight sharing", "attention"),
    hue=28,
    foot=FOOT,
    columns=(
        (
            passage(
                """
Depth is expensive

Each layer brings weights that have to be stored, moved and trained. Using one block several times
brings depth without them.
"""
            ),
            passage(
                """
What gets lost

When a round overwrites the one before, intermediate answers are gone. A chain of thought in plain
text does better: everything that was written can still be read.
"""
            ),
        ),
        (
            Drawing(
                depth_and_tokens,
                "Three rounds through one block; each sees the tokens of all rounds before it.",
                230,
            ),
            passage(
                """
The twist

Keep the tokens of each round beside the new ones and let attention choose among all. The block
stays the same, the context grows.
"""
            ),
        ),
        (
            passage(
                """
Depth on demand

If a round more only adds tokens, a model may stop early for easy words and go on for hard ones.
"""
            ),
            Drawing(
                chain("read", "round 1", "round 2", "answer"), "Some tokens leave after the first round.", 110
            ),
            passage(
                """
Worth asking

- What do the extra tokens cost in attention?
- How many rounds are too many?
- Can a trained model be taught a further round?
"""
            ),
        ),
    ),
)

CONTRIBUTED = (BOARD_1, BOARD_2, BOARD_3, BOARD_4, BOARD_5)
