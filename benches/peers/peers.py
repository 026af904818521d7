"""The table of the press's own bench, printed by others: python3 peers.py weasyprint|typst [PAGES]

Prints pages, time, peak memory of this process, size. WeasyPrint makes PDF/UA-1, Typst PDF/A-3a: both tagged, as ours."""

import resource
import sys
import time

ROWS = 43
HEADS = ["Code", "Risk", "Assets", "Scores", "Decision", "Reviewed"]


def words(row):
    return [
        f"R-{row:03}",
        f"Supplier of service {row % 37} loses our data",
        f"A-{row % 45:03}, A-{row % 31:03}",
        f"{row % 5 + 1} x {row % 4 + 1}",
        "reduce",
        f"2026-{row % 12 + 1:02}-{row % 28 + 1:02}",
    ]


def rows(page):
    return [words(row) for row in range(page * ROWS, (page + 1) * ROWS)]


def html(pages):
    style = (
        "@page{size:A4;margin:22mm 16mm 18mm 24mm} body{font:8.5pt/11pt 'Noto Sans'} table{width:100%;"
        "border-collapse:collapse;break-after:page} td,th{padding:.75mm 3mm .75mm 0;text-align:left}"
        "tr{border-bottom:.25pt solid #a3aca6}"
    )
    heads = "".join(f"<th scope=col>{head}</th>" for head in HEADS)
    tables = []
    for page in range(pages):
        cells = "".join("<tr>" + "".join(f"<td>{word}</td>" for word in row) + "</tr>" for row in rows(page))
        tables.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>")
    title = f"<title>Pack</title><style>{style}</style>"
    return f"<!doctype html><html lang=en><head>{title}</head><body>{''.join(tables)}</body></html>"


def weasyprint(pages):
    from weasyprint import HTML

    source = html(pages)
    begun = time.perf_counter()
    pdf = HTML(string=source).write_pdf(pdf_variant="pdf/ua-1")
    return pdf, time.perf_counter() - begun


def typst(pages):
    import typst as engine

    out = [
        '#set document(title: "Pack", date: datetime(year: 2026, month: 11, day: 24))',
        "#set page(margin: (left: 24mm, right: 16mm, top: 22mm, bottom: 18mm))",
        '#set text(font: "Noto Sans", size: 8.5pt)',
        "#set table(stroke: none, inset: (x: 0mm, y: 0.9mm))",
    ]
    heads = ", ".join(f"[*{head}*]" for head in HEADS)
    for page in range(pages):
        cells = ", ".join(f"[{word}]" for row in rows(page) for word in row)
        out.append(f"#table(columns: (16mm, 58mm, 30mm, 18mm, 22mm, 26mm), table.header({heads}), {cells})")
        out.append("#pagebreak(weak: true)")
    source = "\n".join(out).encode()
    begun = time.perf_counter()
    pdf = engine.compile(source, format="pdf", pdf_standards=["a-3a"])
    return pdf, time.perf_counter() - begun


def main():
    which, pages = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 300
    cpu = time.process_time()
    pdf, spent = {"weasyprint": weasyprint, "typst": typst}[which](pages)
    cpu = time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{which}: {pages} pages, {spent:.1f} s ({cpu:.1f} s of processor), peak {peak} MB, {len(pdf) // 1024} KB")
    with open(f"{which}.pdf", "wb") as file:
        file.write(pdf)


if __name__ == "__main__":
    main()
