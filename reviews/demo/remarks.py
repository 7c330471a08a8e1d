"""What the demonstration's experts write: put together from what reviewers do say."""

import hashlib
from typing import Final

NEED: Final = (
    "需求数据来自入户走访，样本交代清楚", "服务对象界定明确，人数可核对", "需求分析有社区台账支撑",
    "问题描述具体，但缺少与上年的对比", "对象选择标准清楚，排序有依据", "需求真实，建议补充未覆盖人群的说明",
    "走访记录较完整，紧迫性说得充分", "数据口径前后一致，可以复核",
)  # fmt: skip
PLAN: Final = (
    "活动与目标逐项对应，进度安排可行", "方案路径清楚，志愿者流失的预案偏弱", "专业方法得当，督导频次偏低",
    "活动设计贴近居民习惯，易于坚持", "分工明确，但第三季度任务过于集中", "与社区现有服务衔接自然，没有重复投入",
    "指标有基线和测量办法，能够验收", "实施步骤合理，建议提前落实场地",
)  # fmt: skip
MONEY: Final = (
    "预算单价合规，投入产出相称", "人力支出占比合适，测算依据充分", "物资采购数量略多，建议核减",
    "自筹部分来源可靠，凭证齐全", "交通费测算偏高，其余合理", "人均成本在同类项目中适中",
    "预算与活动一一对应，便于核销", "宣传费用可以压缩，用于一线服务",
)  # fmt: skip
LAST: Final = (
    "结项后由社区接续，持续性较好。", "建议中期重点查看服务记录。", "可以在相邻社区推广。", "团队经验足以支撑本项目。",
    "请补充财务人员的分工。", "总体可行，同意进入下一环节。", "建议先在两个社区试行。", "成效的证明材料要提前设计。",
)  # fmt: skip


def remark(code: str, part: str, number: int) -> str:
    """Return a remark on ``part`` of the project ``code`` by the expert ``number``: long enough for the whole sheet."""
    drawn = hashlib.sha256(f"{code}:{part}:{number}".encode()).digest()
    pieces = [each[drawn[place] % len(each)] for place, each in enumerate((NEED, PLAN, MONEY))]
    return f"{'；'.join(pieces)}。{LAST[drawn[3] % len(LAST)]}"
