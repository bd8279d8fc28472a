#!/usr/bin/env python3
"""Makes www/fonts/stix-two-math.woff2: STIX Two Math, cut down to what the formulas use.

    python3 tools/subset_font.py

The MATH table stays, with every larger size and stretchy piece of the glyphs kept: without it brackets and sums do not
grow with what they enclose. Run it again when a formula needs a sign that is not in SIGNS; the result is committed.
Needs python3 with venv, npm and the network; leaves nothing behind but the font and its licence.
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

FONT = "@fontsource/stix-two-math@5.3.0"
TOOLS = ["fonttools==4.58.0", "brotli==1.1.0"]
FONTS = Path(__file__).resolve().parent.parent / "www" / "fonts"


def span(first: int, last: int) -> list[int]:
    return list(range(first, last + 1))


SIGNS = [
    *span(0x20, 0x7E),
    *map(ord, "\u00a0¬±²³¹·×÷"),
    # Greek as typed, and the italic letters a single letter in <mi> turns into.
    *span(0x391, 0x3A1), *span(0x3A3, 0x3A9), *span(0x3B1, 0x3C9), *map(ord, "ϕϵϑ"),
    *span(0x1D434, 0x1D467), 0x210E, *span(0x1D6E2, 0x1D71B),
    # Bold upright, for vectors and matrices where a notation wants them.
    *span(0x1D400, 0x1D433),
    *map(ord, "ℝℓℒ"),
    # Accents: spacing for <mover>, combining for text.
    *map(ord, "ˆ˜¯ˉ˙‾→←"), 0x302, 0x303, 0x304, 0x305, 0x307,
    *map(ord, "−∗∘∙⋅⊙⊗⊕√∂∇∑∏∫∞∈∉∀∣∥‖⊤⊥∖"),
    *map(ord, "≈≠≡≤≥≪≫∼∝"),
    *map(ord, "←→↔↦⇒⟵⟶"),
    *map(ord, "…⋯⋮⋱′″‴"),
    *map(ord, "⌈⌉⌊⌋⟨⟩⏞⏟⎴⎵"),
]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        venv.create(work / "venv", with_pip=True)
        python = work / "venv" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *TOOLS], check=True)
        subprocess.run(["npm", "pack", "--silent", FONT], cwd=work, check=True, stdout=sys.stderr)
        with tarfile.open(next(work.glob("*.tgz"))) as archive:
            archive.extractall(work, filter="data")
        source = next((work / "package" / "files").glob("*-400-normal.woff2"))
        result = FONTS / "stix-two-math.woff2"
        subprocess.run(
            [
                python, "-m", "fontTools.subset", source,
                "--unicodes=" + ",".join(f"{sign:X}" for sign in sorted(set(SIGNS))),
                # 13 and 14: the licence travels inside the font, as the OFL wants.
                "--layout-features=dtls,ssty", "--name-IDs=0,1,2,3,4,5,6,13,14",
                "--desubroutinize", "--no-hinting",
                "--flavor=woff2", f"--output-file={result}",
            ],
            check=True,
        )
        shutil.copy(work / "package" / "LICENSE", FONTS / "OFL.txt")
        print(f"{result.name}: {source.stat().st_size:,} bytes cut to {result.stat().st_size:,}")


if __name__ == "__main__":
    main()
