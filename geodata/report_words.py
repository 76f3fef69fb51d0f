"""The words of the quality report, Chinese and English side by side."""

from __future__ import annotations

from geodata.defects import Kind

KINDS: dict[Kind, tuple[str, str, str, str]] = {  # name zh, name en, what is done zh, en
    Kind.INVALID_RING: ("环线无效", "invalid ring", "已修复为有效图形", "made valid"),
    Kind.BOW_TIE: ("自相交（蝴蝶结）", "bow-tie", "在交点处拆开", "taken apart at the crossing"),
    Kind.BROKEN_COORDINATES: ("坐标损坏", "broken coordinates", "无法使用，请重新导出", "unusable, export it again"),
    Kind.EMPTY_SHAPE: ("空图形", "empty shape", "没有可画的图形", "nothing to draw"),
    Kind.NOT_A_POLYGON: ("不是面", "not a polygon", "需要闭合的面", "a closed area is needed"),
    Kind.WRONG_WINDING: ("环线方向错误", "wrong winding", "已调整方向", "turned round"),
    Kind.DUPLICATE_FEATURE: ("重复图形", "duplicate feature", "只保留一个", "one kept"),
    Kind.SEVERAL_FEATURES: ("一村多图", "several shapes for one village", "已合并，请核对", "joined, please check"),
    Kind.STRAY_PART: ("碎块、飞地碎片", "stray part", "碎屑已删除，远处的保留", "specks removed, far parts kept"),
    Kind.SLIVER: ("狭缝碎面", "sliver", "并入相邻村", "given to a neighbour"),
    Kind.OVERLAP: ("重叠", "overlap", "划归其中一村", "given to one of the villages"),
    Kind.GAP: ("缝隙", "gap", "并入相邻村", "closed"),
    Kind.OPEN_GAP: ("大片空白", "wide gap", "保留空白，请核对", "kept open, please check"),
    Kind.EXCLAVE: ("插花地未挖空", "enclave not cut out", "已从外围村挖出", "cut out of the village around"),
    Kind.SAME_SHAPE: ("两村同一图形", "two villages with one shape", "两村平分，均为示意", "divided, both approximate"),
    Kind.SWALLOWED: ("被邻村完全覆盖", "covered by others", "保留示意小块", "an approximate cell kept"),
    Kind.SHARED_SHAPE: ("多村共一图", "one shape for several", "按位置划分，均为示意", "divided, approximate"),
    Kind.APPROXIMATE: ("仅有点位", "only a point", "已补示意边界", "given an approximate cell"),
    Kind.MISSING: ("缺图形", "no shape", "列入清单，仍可查询", "listed, still findable"),
    Kind.UNMATCHED: ("图形无对应村", "shape without village", "请人工确认", "a person must decide"),
    Kind.DAMAGED_CODE: ("代码被表格软件损坏", "damaged code", "按名称识别", "matched by name"),
}

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("边界文件质量报告", "Quality of the boundary files"),
    "layer": ("{label}：{features} 个图形，编码 {encoding}", "{label}: {features} features, {encoding}"),
    "columns": ("列：", "columns: "),
    "code": ("代码", "code"),
    "name": ("名称", "name"),
    "township": ("乡镇", "township"),
    "crs_used": ("坐标系：{crs}", "coordinates: {crs}"),
    "crs_proposed": (
        "坐标系存疑：文件声明为 {declared}；建议按 {proposed} 处理，确认后加 --accept-crs",
        "coordinates in doubt: the file declares {declared}; {proposed} would fit, pass --accept-crs to take it",
    ),
    "crs_unknown": (
        "坐标系无法判断：文件声明为 {declared}；请用 --crs 指定",
        "coordinates unknown: the file declares {declared}; say which with --crs",
    ),
    "nothing": ("无", "nothing"),
    "evidence": ("依据", "evidence"),
    "villages": (
        "应有村（社区）{all} 个，有图形 {shaped} 个，其中示意 {approximate} 个，缺 {missing} 个",
        "{all} villages, {shaped} with a shape, {approximate} of them approximate, {missing} missing",
    ),
    "valid": ("修复后：相邻村共边，无重叠无缝隙", "after mending: neighbours share borders, no overlap, no gap"),
    "invalid": ("修复后仍有不合格之处", "after mending the coverage is still not valid"),
    "area": ("总面积 {before} → {after} 平方公里（{change}）", "area {before} → {after} km² ({change})"),
    "tolerance": ("缝隙容差 {width} 米", "gaps up to {width} m are closed"),
    "defects": ("问题", "findings"),
    "count": ("数量", "count"),
    "mended": ("已修复", "mended"),
    "open": ("待处理", "open"),
    "done": ("处理", "what is done"),
    "place": ("位置", "place"),
    "changed": ("面积变化的村", "villages whose area changed"),
    "before": ("修复前（公顷）", "before (ha)"),
    "after": ("修复后（公顷）", "after (ha)"),
    "why": ("缘由", "why"),
    "missing": ("缺图形的村", "villages without a shape"),
    "unmatched": ("没有对应村的图形", "shapes without a village"),
    "fine": ("没有发现问题", "nothing found wrong"),
    "more": ("……另有 {count} 处", "… and {count} more"),
    "borders": ("边界修复", "borders"),
}


def text(key: str, lang: str, **values: object) -> str:
    return TEXTS[key][_column(lang)].format(**values)


def kind_name(kind: Kind, lang: str) -> str:
    return KINDS[kind][_column(lang)]


def kind_deed(kind: Kind, lang: str) -> str:
    return KINDS[kind][2 + _column(lang)]


def reason_name(why: str, lang: str) -> str:
    return kind_name(Kind(why), lang) if why in set(Kind) else text("borders", lang)


def _column(lang: str) -> int:
    return 1 if lang.lower().startswith("en") else 0
