"""The units, duties, indicators, flows and default scheme of the plan, typed by hand from the register."""

from datetime import date

ISSUED_ON = date(2021, 4, 24)

# code, short name, further names; in the order of the register
UNITS = [
    ("qzfb", "区政府办公室", []),
    ("qfy", "区法院", ["区人民法院"]),
    ("qjcy", "区检察院", ["区人民检察院"]),
    ("sfj", "区司法局", []),
    ("jrj", "区金融工作局", ["区金融局"]),
    ("kgj", "区科工信局", ["区科技和工业信息化局", "工信部门"]),
    ("gsl", "区工商联", []),
    ("wgl", "区文广旅局", ["区文化广电和旅游局"]),
    ("czj", "区财政局", ["区财政部门"]),
    ("zzw", "区综治委", []),
    ("gaj", "公安山阳分局", ["焦作市公安局山阳分局", "区公安局"]),
    ("xfj", "区信访局", []),
    ("slzx", "区水利服务中心", []),
    ("zsj", "区政数局", ["区政务服务和大数据管理局"]),
    ("scj", "区市场监管局", ["区市场监督管理局", "区市场监管部门"]),
    ("fgw", "区发改委", []),
    ("rsj", "区人社局", []),
    ("swj", "区商务局", []),
    ("jwjw", "区纪委监委", []),
    ("zfw", "区委政法委", []),
    ("ldxz", "区府院联动工作领导小组办公室", []),
    ("jdb", "各街道办事处", []),
    ("zrzy", "区自然资源局", []),
    ("zjj", "区住建局", []),
    ("cgj", "区城管局", []),
    ("jyj", "区教育局", []),
    ("mzj", "区民政局", []),
    ("wjw", "区卫健委", []),
    ("yjj", "区应急局", []),
    ("nyj", "区农业农村局", []),
    ("sthj", "区生态环境分局", []),
    ("jtj", "区交通局", []),
    ("ybj", "区医保局", []),
    ("tyj", "区退役军人局", []),
]
UNIT_ORDER = [code for code, _, _ in UNITS]
COURT_AND_PROCURATORATE = ("qfy", "qjcy")

LEAGUES = {
    "lead": ["qzfb", "zzw", "jrj", "kgj", "czj", "zsj", "sfj", "scj"],
    "joint": ["gsl", "wgl", "gaj", "xfj", "slzx", "fgw", "rsj", "swj"],
}

ITEM_LEADS = {
    1: "sfj", 2: "qfy", 3: "qzfb", 4: "qzfb", 5: "qzfb", 6: "jrj", 7: "qfy", 8: "jrj", 9: "qfy", 10: "kgj",
    11: "czj", 12: "qfy", 13: "zzw", 14: "sfj", 15: None, 16: "zsj", 17: "zsj", 18: "zsj", 19: "scj",
    20: "qfy", 21: "zsj", 22: "qfy", 23: "qfy", 24: "czj", 25: "jrj",
    "G1": "ldxz", "G2": "ldxz", "G3": "ldxz", "G4": "ldxz", "G5": "ldxz",
}

# code: (item, owner, helpers, rule); a rule is a date, "standing", or (every, days after the end, first due)
_END_OF_APRIL = date(2021, 4, 30)
DELIVERABLES = {
    "D01-1": (1, "sfj", ["qfy", "qjcy"], "standing"),
    "D02-1": (2, "qfy", ["sfj"], ("half", 10, date(2021, 7, 10))),
    "D02-2": (2, "qzfb", ["sfj", "qfy"], ("half", 30, None)),
    "D03-1": (3, "qzfb", ["qfy", "qjcy"], _END_OF_APRIL),
    "D03-2": (3, "qzfb", ["qfy", "qjcy"], _END_OF_APRIL),
    "D03-3": (3, "qzfb", ["qfy", "qjcy"], _END_OF_APRIL),
    "D04-1": (4, "qzfb", ["qfy"], _END_OF_APRIL),
    "D04-2": (4, "qfy", ["qzfb"], ("quarter", 10, None)),
    "D05-1": (5, "qzfb", ["qfy", "qjcy", "sfj"], _END_OF_APRIL),
    "D06-1": (6, "jrj", ["qfy", "sfj"], _END_OF_APRIL),
    "D07-1": (7, "qfy", ["kgj", "gsl"], ("quarter", 0, None)),
    "D08-1": (8, "jrj", ["qfy", "wgl"], ("half", 10, date(2021, 5, 30))),
    "D09-1": (9, "qfy", [], _END_OF_APRIL),
    "D09-2": (9, "qzfb", ["qfy", "kgj"], _END_OF_APRIL),
    "D10-1": (10, "kgj", ["jrj", "qfy"], _END_OF_APRIL),
    "D11-1": (11, "czj", ["qfy"], date(2021, 5, 30)),
    "D11-2": (11, "qfy", ["czj", "kgj"], date(2021, 5, 30)),
    "D12-1": (12, "qfy", ["qjcy", "zzw", "gaj", "sfj"], _END_OF_APRIL),
    "D13-1": (13, "zzw", ["qfy", "sfj", "gaj"], _END_OF_APRIL),
    "D13-2": (13, "zzw", ["qfy", "sfj"], _END_OF_APRIL),
    "D13-3": (13, "zzw", [], ("quarter", 10, None)),
    "D14-1": (14, "sfj", ["qfy", "qjcy", "xfj", "gaj"], "standing"),
    "D14-2": (14, "czj", [], ("year", 0, None)),
    "D15-1": (15, "qfy", ["qjcy", "gaj", "slzx", "wgl"], _END_OF_APRIL),
    "D16-1": (16, "zsj", ["qfy"], _END_OF_APRIL),
    "D17-1": (17, "zsj", ["qfy", "qjcy"], _END_OF_APRIL),
    "D18-1": (18, "zsj", ["qfy"], _END_OF_APRIL),
    "D19-1": (19, "scj", ["qfy"], _END_OF_APRIL),
    "D19-2": (19, "scj", ["qfy"], _END_OF_APRIL),
    "D20-1": (20, "qfy", [], _END_OF_APRIL),
    "D21-1": (21, "zsj", ["qfy"], _END_OF_APRIL),
    "D22-1": (22, "qfy", ["gaj"], _END_OF_APRIL),
    "D23-1": (23, "qfy", ["gaj", "qjcy"], _END_OF_APRIL),
    "D24-1": (24, "czj", ["qfy"], _END_OF_APRIL),
    "D25-1": (25, "jrj", ["qfy", "gaj", "zsj"], _END_OF_APRIL),
    "DG1-1": ("G1", "ldxz", [], _END_OF_APRIL),
    "DG2-1": ("G2", "ldxz", [], _END_OF_APRIL),
    "DG3-1": ("G3", "ldxz", [], "standing"),
    "DG5-1": ("G5", "ldxz", [], ("quarter", 20, None)),
}

# code: shape, source, item, owner, and what the shape needs; percentages are (side, hundredths)
INDICATORS = {
    "I03-1": {"item": 3, "owner": "qzfb", "shape": "yoy", "source": "ledger", "target": ("<=", -20)},
    "I03-2": {"item": 3, "owner": "qfy", "shape": "threshold", "source": "ledger", "target": (">=", 20)},
    "I03-3": {"item": 3, "owner": "qzfb", "shape": "trend", "source": "ledger", "target": "falling",
              "by_unit": True},
    "I03-4": {"item": 3, "owner": "qjcy", "shape": "trend", "source": "ledger", "target": "rising"},
    "I03-5": {"item": 3, "owner": "qzfb", "shape": "count", "source": "ledger", "rate": False},
    "I03-6": {"item": 3, "owner": "qfy", "shape": "count", "source": "ledger", "rate": True},
    "I04-1": {"item": 4, "owner": "qzfb", "shape": "threshold", "source": "ledger", "target": (">=", 90),
              "by_unit": True, "scored": True, "scored_for": "each"},
    "I07-1": {"item": 7, "owner": "qfy", "shape": "count", "source": "entered", "rate": False},
    "I07-2": {"item": 7, "owner": "qfy", "shape": "count", "source": "entered", "rate": False},
    "I07-3": {"item": 7, "owner": "qfy", "shape": "count", "source": "entered", "rate": True},
    "I08-1": {"item": 8, "owner": "jrj", "shape": "count", "source": "entered", "rate": False},
    "I10-1": {"item": 10, "owner": "kgj", "shape": "threshold", "source": "ledger", "target": (">=", 80),
              "scored": True, "scored_for": "owner"},
    "I10-2": {"item": 10, "owner": "kgj", "shape": "duration", "source": "ledger", "target": (">=", 100),
              "scored": True, "scored_for": "owner"},
    "I11-1": {"item": 11, "owner": "czj", "shape": "count", "source": "entered", "rate": True},
    "I13-1": {"item": 13, "owner": "zzw", "shape": "split", "source": "ledger",
              "target": [(">=", 70), (">=", 20), ("<=", 10)], "scored": True, "scored_for": "owner"},
    "I13-2": {"item": 13, "owner": "zzw", "shape": "threshold", "source": "entered", "target": (">=", 100),
              "rate": True, "latest": True},
    "I14-1": {"item": 14, "owner": "sfj", "shape": "count", "source": "entered", "rate": False},
    "I14-2": {"item": 14, "owner": "sfj", "shape": "count", "source": "entered", "rate": True},
    "I16-1": {"item": 16, "owner": "zsj", "shape": "threshold", "source": "entered", "target": (">=", 100),
              "rate": True, "latest": True, "scored": True, "scored_for": "owner"},
    "I17-1": {"item": 17, "owner": "zsj", "shape": "count", "source": "entered", "rate": False},
    "I18-1": {"item": 18, "owner": "zsj", "shape": "count", "source": "entered", "rate": False},
    "I19-1": {"item": 19, "owner": "scj", "shape": "count", "source": "entered", "rate": True},
    "I20-1": {"item": 20, "owner": "qfy", "shape": "count", "source": "entered", "rate": True},
    "I21-1": {"item": 21, "owner": "zsj", "shape": "count", "source": "entered", "rate": True},
    "I21-2": {"item": 21, "owner": "zsj", "shape": "count", "source": "entered", "rate": False},
    "I21-3": {"item": 21, "owner": "zsj", "shape": "count", "source": "entered", "rate": False},
    "I24-1": {"item": 24, "owner": "czj", "shape": "count", "source": "entered", "rate": True},
}
MIN_N = 5

HEADS = ("正职", "副职", "分管负责人")
MEDIATED_OR_WITHDRAWN = ("调解", "准许撤诉", "按撤诉处理")

# An action: (states it is allowed from, state it leads to or None for the same, holder it gives or None).
# Holders: a unit, "assignee" = 承办单位 of the row, "before" = the holder before the last 反馈.
FLOWS = {
    "dispute": {
        "name": "行政争议化解", "platform": True, "items": [3], "charge": "qzfb",
        "whole": "60d", "on_return": "5wd", "attributes": ["阶段", "争议类型"],
        "states": {"已登记": "3wd", "已移送": "2wd", "已交办": "15wd", "已反馈": "5wd", "已办结": None},
        "final": ["已办结"],
        "actions": {
            "登记": ([], "已登记", None),
            "移送": (["已登记"], "已移送", None),
            "交办": (["已移送"], "已交办", "assignee"),
            "反馈": (["已交办"], "已反馈", "qzfb"),
            "退回重办": (["已反馈"], "已交办", "before"),
            "办结": (["已反馈"], "已办结", None),
        },
        "returns": ["退回重办"],
        "results": {"化解成功": "success", "未化解": "failure", "终止": "neutral"},
    },
    "litigation": {
        "name": "行政诉讼", "judicial": True, "items": [2, 3, 4], "charge": "qfy", "whole": "183d",
        "attributes": ["案由", "管理领域", "审级", "再次起诉", "负责人出庭", "出庭职务", "发言", "缺席事由", "败诉原因"],
        "states": {"已立案": None, "已开庭": None, "已审结": None},
        "final": ["已审结"],
        "actions": {
            "立案": ([], "已立案", None),
            "开庭": (["已立案", "已开庭"], "已开庭", None),
            "审结": (["已立案", "已开庭"], "已审结", None),
        },
        "results": {
            "判决驳回诉讼请求": "success", "准许撤诉": "success", "按撤诉处理": "success", "调解": "success",
            "裁定驳回起诉": "neutral", "移送": "neutral",
            "判决撤销": "failure", "确认违法": "failure", "确认无效": "failure", "责令履行": "failure",
            "判决变更": "failure", "判决赔偿": "failure",
        },
    },
    "procuratorate": {
        "name": "检察化解", "judicial": True, "items": [3], "charge": "qjcy", "whole": "90d",
        "attributes": [],
        "states": {"化解中": None, "已办结": None},
        "final": ["已办结"],
        "actions": {"受理": ([], "化解中", None), "办结": (["化解中"], "已办结", None)},
        "results": {"化解": "success", "未化解": "failure"},
    },
    "nonlitigation": {
        "name": "非诉讼服务", "platform": True, "items": [13], "charge": "zzw", "whole": "30d",
        "attributes": ["来源", "层级", "类型"],
        "states": {"已受理": "2wd", "调解中": "20wd", "已办结": None},
        "final": ["已办结"],
        "actions": {
            "受理": ([], "已受理", None),
            "分派": (["已受理"], "调解中", "assignee"),
            "办结": (["已受理", "调解中"], "已办结", None),
        },
        "results": {"调解成功": "success", "转诉讼裁判": "failure", "撤回": "neutral"},
    },
    "rescue": {
        "name": "困境企业挽救", "platform": True, "items": [10], "charge": "kgj",
        "attributes": ["企业", "职工人数", "行业"],
        "states": {"已申请": "5wd", "谈判中": "60d", "重整中": "183d", "清算中": "183d", "已办结": None},
        "final": ["已办结"],
        "actions": {
            "申请": ([], "已申请", None),
            "组织谈判": (["已申请"], "谈判中", None),
            "进入重整": (["谈判中"], "重整中", None),
            "进入清算": (["谈判中"], "清算中", None),
            "办结": (["已申请", "谈判中", "重整中", "清算中"], "已办结", None),
        },
        "results": {"重整成功": "success", "重整失败": "failure", "清算完毕": "neutral", "庭外和解": "success",
                    "撤回": "neutral"},
        "results_from": {"重整成功": ["重整中"], "重整失败": ["重整中"], "清算完毕": ["清算中"],
                         "庭外和解": ["谈判中"], "撤回": ["已申请", "谈判中"]},
    },
    "npl": {
        "name": "不良贷款清收", "platform": True, "items": [25], "charge": "jrj", "whole": "365d",
        "attributes": ["银行", "对象"],
        "states": {"已委托": "5wd", "清收中": "90d", "执行中": "180d", "已办结": None},
        "state_holders": {"执行中": "qfy"}, "judicial_states": ["执行中"],
        "final": ["已办结"],
        "actions": {
            "委托": ([], "已委托", None),
            "启动清收": (["已委托"], "清收中", None),
            "移送执行": (["清收中"], "执行中", None),
            "回款": (["清收中", "执行中"], None, None),
            "办结": (["清收中", "执行中"], "已办结", None),
        },
        "recovers": ["回款"],
        "results": {"全部收回": "success", "部分收回": "neutral", "终止清收": "failure"},
    },
    "finance_mediation": {
        "name": "金融纠纷调解", "platform": True, "items": [6], "charge": "jrj", "whole": "30d",
        "attributes": ["来源"],
        "states": {"已受理": "2wd", "调解中": "20wd", "待确认": "5wd", "已办结": None},
        "state_holders": {"待确认": "qfy"}, "judicial_states": ["待确认"],
        "final": ["已办结"],
        "actions": {
            "受理": ([], "已受理", None),
            "分派": (["已受理"], "调解中", None),
            "调解成功": (["调解中"], "待确认", None),
            "办结": (["待确认", "调解中"], "已办结", None),
        },
        "results": {"司法确认": "success", "达成协议": "success", "反馈法院": "failure", "撤回": "neutral"},
        "results_from": {"司法确认": ["待确认"], "达成协议": ["调解中"], "反馈法院": ["调解中"], "撤回": ["调解中"]},
    },
    "supervision_order": {
        "name": "督办", "office": True, "items": [], "charge": "ldxz", "on_return": "3wd",
        "initial_holder": "assignee", "attributes": ["等级", "来源", "事由"],
        "states": {"已签发": "1wd", "办理中": "5wd", "已反馈": "3wd", "已销号": None},
        "final": ["已销号"],
        "actions": {
            "签发": ([], "已签发", "assignee"),
            "签收": (["已签发"], "办理中", None),
            "反馈": (["办理中"], "已反馈", "ldxz"),
            "退回": (["已反馈"], "办理中", "before"),
            "销号": (["已反馈"], "已销号", None),
            "回头看": (["已销号"], "办理中", "before"),
        },
        "returns": ["退回"],
        "results": {"完成": "success", "撤销": "neutral"},
    },
    "cooperation_request": {
        "name": "配合请求", "office": True, "items": [], "charge": "ldxz",
        "initial_holder": "assignee", "attributes": [],
        "states": {"待配合": "10wd", "已配合": None, "已拒绝": None},
        "final": ["已配合", "已拒绝"],
        "actions": {
            "请求": ([], "待配合", "assignee"),
            "配合": (["待配合"], "已配合", None),
            "拒绝": (["待配合"], "已拒绝", None),
        },
        "action_class": {"配合": "success", "拒绝": "failure"},
        "results": {},
    },
}

SCHEME = {"delivery": 45, "target": 25, "flow": 20, "accuracy": 5, "response": 5}
SMALLEST_N = {"flow": 5, "accuracy": 3, "response": 1}
TIERS = [(90, "优秀"), (80, "良好"), (60, "合格"), (0, "不合格")]
LADDER = ["约谈", "通报批评", "提请追责问责"]
