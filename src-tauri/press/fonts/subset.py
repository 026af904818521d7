"""Cuts the three faces of the press out of the Noto fonts. Run once by hand; see README.md."""
import sys
from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

UNICODES = (
    list(range(0x20, 0x7F)) + list(range(0xA0, 0x250))  # Latin: Basic, Latin-1, Extended-A, Extended-B
    + list(range(0x2B0, 0x370))  # modifier letters, combining marks
    + list(range(0x370, 0x530))  # Greek, Cyrillic
    + list(range(0x1E00, 0x2000))  # Latin Extended Additional, Greek Extended
    + list(range(0x2000, 0x2070)) + list(range(0x2070, 0x20A0)) + list(range(0x20A0, 0x20D0))  # punctuation, raised figures, currency
    + list(range(0x2100, 0x2200)) + list(range(0x2200, 0x2300))  # letterlike, number forms, arrows, mathematics
    + list(range(0x2500, 0x2600))  # boxes, geometric shapes
)
REPLACEMENT = 0x25A1  # the box for what has no glyph: a copy of .notdef, which PDF/A forbids to draw


# What the text faces lack: arrows, comparison signs, a few ticks and discs (from Noto Sans Math and Symbols2).
LENT = [0x2190, 0x2191, 0x2192, 0x2193, 0x2194, 0x21D2, 0x21D4, 0x2206, 0x2211, 0x2212, 0x2215, 0x221A, 0x221E, 0x2248, 0x2260,
        0x2261, 0x2264, 0x2265, 0x25A0, 0x25B2, 0x25B6, 0x25BC, 0x25C6, 0x25CB, 0x25CF, 0x2610, 0x2611, 0x2612, 0x2713, 0x2717]


def lend(font: TTFont, lender: TTFont) -> None:
    theirs, glyphs = lender.getBestCmap(), lender.getGlyphSet()
    for code in LENT:
        if code in font.getBestCmap() or code not in theirs:
            continue
        name = f"uni{code:04X}"
        pen = TTGlyphPen(None)
        recorder = DecomposingRecordingPen(glyphs)
        glyphs[theirs[code]].draw(recorder)
        recorder.replay(pen)
        font.setGlyphOrder(font.getGlyphOrder() + [name])
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = lender["hmtx"][theirs[code]]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def cut(source: str, target: str, *lenders: str) -> None:
    font = TTFont(source)
    for lender in lenders:
        lend(font, TTFont(lender))
    for table in font["cmap"].tables:
        if table.isUnicode() and REPLACEMENT not in table.cmap:
            name = "uni25A1"
            if name not in font["glyf"].glyphs:
                order = font.getGlyphOrder() + [name]
                font["glyf"][name] = font["glyf"][".notdef"]
                font["hmtx"][name] = font["hmtx"][".notdef"]
                font.setGlyphOrder(order)
            table.cmap[REPLACEMENT] = name
    options = subset.Options(
        layout_features=["kern", "mark", "mkmk"], hinting=False, glyph_names=False, notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], recalc_timestamp=False, drop_tables=["DSIG", "MATH", "meta", "STAT"],
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=UNICODES + LENT)
    cutter.subset(font)
    font.save(target)


if __name__ == "__main__":
    cut(*sys.argv[1:])
