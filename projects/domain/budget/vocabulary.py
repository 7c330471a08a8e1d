"""The words by which people name columns, categories and units in their own tables."""

import re
import unicodedata

# Column headings as offices write them, without spaces and brackets. ``number`` is a running number and left alone.
HEADINGS = {
    "number": ("序号", "编号", "行号", "no"),
    "category": (
        "类别", "费用类别", "支出类别", "预算类别", "经费类别", "费用类型", "支出类型", "科目", "预算科目", "支出科目",
        "费用科目", "一级科目", "大类", "category",
    ),
    "item": (
        "支出内容", "支出项目", "开支内容", "开支项目", "费用名称", "项目名称", "名称", "内容", "项目内容", "预算内容",
        "支出明细", "费用明细", "明细", "二级科目", "品名", "用途", "支出名称", "预算项目", "item",
    ),
    "activity": ("对应活动", "所属活动", "活动", "活动名称", "对应任务", "activity"),
    "unit": ("单位", "计量单位", "计价单位", "unit"),
    "quantity": ("数量", "次数", "人次", "人数", "场次", "数目", "数", "quantity", "qty"),
    "price": ("单价", "标准", "单价标准", "支出标准", "费用标准", "单位价格", "price", "unitprice"),
    "total": (
        "总额", "金额", "小计", "合计", "总价", "总金额", "总计", "预算金额", "预算", "预算总额", "总预算", "支出金额",
        "费用合计", "total", "amount",
    ),
    "grant": (
        "申请资助", "申请资助额", "申请资助金额", "资助", "资助资金", "资助金额", "申请金额", "申请资金", "申报金额",
        "公益金", "创投资金", "财政资金", "grant",
    ),
    "own": (
        "自筹", "其中自筹", "另有自筹", "自筹资金", "自筹金额", "自筹经费", "配套", "配套资金", "自筹配套", "自有资金",
        "own",
    ),
    "donation": ("捐赠", "其中捐赠", "社会捐赠", "捐赠资金", "捐赠金额", "爱心捐赠", "donation"),
    "basis": (
        "备注", "测算依据", "计算依据", "预算依据", "测算说明", "依据", "说明", "用途说明", "测算过程", "计算过程",
        "基准", "basis", "remark", "remarks", "note",
    ),
}  # fmt: skip
FIELD_OF = {name: field for field, names in HEADINGS.items() for name in names}

# The first word found decides, so the narrower ones come first: 人员培训 is not staff, 宣传物资 is publicity.
CATEGORY_WORDS = (
    ("audit", ("审计",)),
    ("tax", ("税",)),
    ("equipment", ("固定资产", "设备购置", "购置设备", "电脑", "打印机", "投影仪", "空调")),
    ("handout", ("慰问", "现金", "红包", "直接发放", "救助金")),
    ("expert", ("专家", "督导", "讲师", "讲课", "授课", "顾问", "咨询费")),
    ("publicity", ("宣传", "评估", "印刷", "推广", "展板", "海报", "折页", "成果册")),
    ("travel", ("交通", "差旅", "车费", "油费", "租车")),
    ("overhead", ("管理", "办公", "水电", "行政")),
    ("personnel", ("人员", "工资", "薪酬", "劳务", "社保", "社工补贴", "人力", "专职", "兼职")),
    ("material", ("物资", "物料", "材料", "用品", "器材", "文具", "耗材", "设备")),
    ("activity", ("活动", "场地", "餐", "茶", "志愿者", "保险", "培训", "业务")),
    ("other", ("其他", "其它", "不可预见")),
)
# 合计, 小计 and the like: rows that repeat what the lines already say.
SUM_ROW = re.compile(
    r"^(本页|项目|各项|以上|分项|部分|经费|预算|费用|支出)*(合计|小计|总计|共计|总和|总额|合共|total|subtotal)"
)
UNITS = frozenset(
    [
        "次",
        "场",
        "场次",
        "人",
        "人次",
        "人天",
        "人月",
        "个",
        "份",
        "套",
        "件",
        "本",
        "册",
        "张",
        "块",
        "条",
        "台",
        "只",
        "支",
        "盒",
        "箱",
        "包",
        "批",
        "项",
        "月",
        "年",
        "天",
        "日",
        "周",
        "期",
        "节",
        "课时",
        "小时",
        "学时",
        "户",
        "家",
        "组",
        "班",
        "篇",
        "页",
        "辆",
        "车次",
        "公里",
        "平方米",
        "米",
        "元",
        "位",
        "名",
        "式",
    ]
)
NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．)）]\s*)")
BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")


def plain(text: str) -> str:
    """Return the text as the lists above have it: half width, lower case, no spaces, no numbering, no colon."""
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower().rstrip(":")
    return NUMBERING.sub("", flat)


def heading(text: str) -> str | None:
    """Return the field that a column heading names; what stands in brackets is left aside."""
    return FIELD_OF.get(BRACKETS.sub("", plain(text)).rstrip(":").replace("/", ""))


def in_wan(text: str) -> bool:
    """Return whether a heading says that its amounts are 万元."""
    return "万元" in plain(text)


def category(text: str, labels: dict[str, str]) -> str | None:
    """Return the slug of a category as written: by its slug, by the label people see, else by the words in it."""
    flat = plain(text)
    if not flat:
        return None
    exact = {plain(label): slug for slug, label in labels.items()} | {slug: slug for slug in labels}
    if flat in exact:
        return exact[flat]
    return next(
        (slug for slug, words in CATEGORY_WORDS if slug in labels and any(word in flat for word in words)), None
    )
