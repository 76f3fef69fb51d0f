"""Texts: paragraphs, relay lists, chats, corrections, plans, urgent reports."""

from __future__ import annotations

from tests.samples.build import docx
from tests.samples.make import sample


@sample("text_paragraph_bulletin.txt")
def paragraph() -> bytes:
    return (
        "【换届日报】青石镇 1月8日\n"
        "各位领导：截至1月8日17时，我镇换届进展如下：\n"
        "一、今日选举：石桥村登记选民800人，参加投票700人，参选率87.5%，一次选举成功。\n"
        "二、明日安排：1月9日东坪村、上塘村投票。\n"
    ).encode()


@sample("text_relay_list.txt")
def relay() -> bytes:
    return (
        "#接龙\n青石镇1月8日换届进展\n1. 石桥村 登记800 投票700 参选率87.5% 已完成\n"
        "2、东坪村，登记600人，投票540人，90%，完成\n"
    ).encode()


@sample("text_chat_with_noise_and_correction.txt")
def chat() -> bytes:
    return (
        "青石镇换届办  2021/1/8 17:32:10\n青石镇1月8日：石桥村登记选民800人，参加投票700人。\n"
        "办公室  2021/1/8 17:33:00\n收到\n"
        "青石镇换届办  2021/1/8 17:40:00\n更正：刚才石桥村参加投票应为710人，不是700人，以此为准\n"
    ).encode()


@sample("text_word_paragraphs.docx")
def word_paragraphs() -> bytes:
    return docx(["青石镇换届工作日报", "2021年1月8日", "石桥村登记选民800人，参加投票700人，参选率87.5%。"])


@sample("text_half_and_full_width_punctuation.txt")
def punctuation() -> bytes:
    return "青石镇1月8日换届日报\n石桥村：登记选民770人，实投702,91.17%\n".encode()
