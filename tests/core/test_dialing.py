from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from cti_desk.core.dialing import DialRules, dialled, read_caller, read_listed, read_typed
from cti_desk.core.errors import UsageError
from cti_desk.core.numbers import has_country_code
from cti_desk.settings.countries import COUNTRIES, dial_rules

CASES = Path(__file__).with_name("cases")


def cases(name: str) -> list[list[str]]:
    """The rows of a table of right values; ``-`` is nothing."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [["" if cell == "-" else cell for cell in row] for row in rows]


def rules_of(country: str, outside_line: str = "") -> DialRules:
    return dial_rules(country, None, None, outside_line, 5)


@pytest.mark.parametrize("row", cases("numbers.tsv"), ids=lambda row: f"{row[0]} {row[2]}")
def test_the_right_values_of_what_is_typed(row: list[str]) -> None:
    country, outside_line, text, sent, e164, extension = row
    if sent == "!":
        with pytest.raises(UsageError, match="more than one number"):
            read_typed(text, rules_of(country, outside_line))
        return
    read = read_typed(text, rules_of(country, outside_line))
    assert (read.dialled, read.e164 or "", read.extension or "") == (sent, e164, extension)


@pytest.mark.parametrize("row", cases("callers.tsv"), ids=lambda row: f"{row[0]} {row[2]}")
def test_the_right_values_of_what_a_system_tells(row: list[str]) -> None:
    country, outside_line, text, e164 = row
    assert (read_caller(text, rules_of(country, outside_line)).e164 or "") == e164


@pytest.mark.parametrize(
    ("country", "text", "sent"),
    [
        ("DE", "0030 1234567", "00301234567"),
        ("DE", "0 030/1234567", "00301234567"),
        ("AU", "0 0412 345 678", "00412345678"),
        ("CH", "0 044 668 18 00", "00446681800"),
        ("NL", "0-0612345678", "00612345678"),
        ("DE", "00049 30 1234567", "00301234567"),
    ],
)
def test_an_outside_line_of_0_before_a_trunk_0_is_dialled_once(
    country: str, text: str, sent: str
) -> None:
    assert read_typed(text, rules_of(country, "0")).dialled == sent


@pytest.mark.parametrize(
    ("country", "text", "e164"),
    [
        ("DE", "4917112345678", "+4917112345678"),
        ("DE", "491711234567", "+491711234567"),
        ("DE", "49421123456", "+49421123456"),
        ("DE", "49 211 12345678", "+4921112345678"),
        ("ID", "62218350123", "+62218350123"),
        ("AT", "4366412345678", "+4366412345678"),
    ],
)
def test_the_own_country_code_without_its_plus(country: str, text: str, e164: str) -> None:
    rules = rules_of(country)
    assert read_caller(text, rules).e164 == e164
    typed = read_typed(text, rules)
    assert (typed.dialled, typed.e164) == ("0" + e164[3:], e164)


def test_a_number_of_a_towns_own_has_no_country_code() -> None:
    assert read_caller("1234567", rules_of("DE")).e164 is None


def test_an_area_code_that_is_also_the_countrys_code() -> None:
    read = read_caller("5533123456", rules_of("BR"))  # Santa Maria has 55
    assert read.e164 == "+555533123456"


BRAZIL = DialRules(country_code="55", outside_line="0")
GERMANY = DialRules(country_code="49")
AMERICA = DialRules(country_code="1", international_prefix="011", trunk_prefix="1")
ITALY = DialRules(country_code="39", trunk_prefix="")
CARRIER = DialRules(country_code="55", international_prefix="0021", trunk_prefix="021")

TABLE = [
    # typed, rules, dialled
    ("+49(0)30 123456", GERMANY, "030123456"),
    ("+49(0)30 123456", BRAZIL, "0004930123456"),
    ("+49 (0) 30 123456", BRAZIL, "0004930123456"),
    ("+49 (0)30 123456", BRAZIL, "0004930123456"),
    ("0049(0)30 123456", BRAZIL, "0004930123456"),
    ("00 49 (0)30 123456", BRAZIL, "0004930123456"),
    ("+49 30/123-456", BRAZIL, "0004930123456"),
    ("+49 30 123456", AMERICA, "0114930123456"),
    ("0049 30 123456", AMERICA, "0114930123456"),
    ("011 49 30 123456", AMERICA, "0114930123456"),
    ("+1 (212) 555-0123", AMERICA, "12125550123"),
    ("+55 21 9876-5456", BRAZIL, "002198765456"),
    ("+55 (0)21 9876-5456", BRAZIL, "002198765456"),
    ("0055 21 98765-4321", BRAZIL, "0021987654321"),
    ("0055 21 98765-4321", GERMANY, "005521987654321"),
    ("+55 21 9876-5456", CARRIER, "0212198765456"),
    ("+49 30 123456", CARRIER, "00214930123456"),
    ("+39 (0)6 12345678", GERMANY, "00390612345678"),
    ("+39 06 12345678", ITALY, "0612345678"),
    ("(021) 9876-5456", BRAZIL, "002198765456"),
    ("(0)30 123456", GERMANY, "030123456"),
    ("21 9876.5456", BRAZIL, "002198765456"),
    ("9876-5456", BRAZIL, "098765456"),
    ("6100", BRAZIL, "6100"),
    ("7 0 1 2", BRAZIL, "7012"),
    ("190", BRAZIL, "190"),
    ("00", BRAZIL, "00"),
    ("*8", BRAZIL, "*8"),
    ("* 8", BRAZIL, "*8"),
    ("#31#6100", BRAZIL, "#31#6100"),
    ("*21*02198765456#", BRAZIL, "*21*02198765456#"),
    ("\u202a+49\u00a030\u2011123456\u202c", BRAZIL, "0004930123456"),
    ("６１００", BRAZIL, "6100"),
    ("٦١٠٠", BRAZIL, "6100"),
    (" 6100\t", BRAZIL, "6100"),
]


@pytest.mark.parametrize(("typed", "rules", "expected"), TABLE)
def test_what_is_dialled(typed: str, rules: DialRules, expected: str) -> None:
    assert dialled(typed, rules) == expected


@pytest.mark.parametrize("typed", ["", "  ", "+", "-", "()"])
def test_nothing_to_dial(typed: str) -> None:
    with pytest.raises(UsageError, match="no number"):
        dialled(typed, BRAZIL)


@pytest.mark.parametrize(
    "typed",
    [
        "SIP/default_0002",
        "maría",
        "030 123456 mobil",
        "0800 1234567 max",
        "callto:maria.souza",
        "sip:maria@pbx.example.com",
        "javascript:alert(1)",
        "030 123456 (Büro)",
        "12 ab",
    ],
)
def test_letters_are_refused_with_words(typed: str) -> None:
    with pytest.raises(UsageError, match="letters"):
        dialled(typed, BRAZIL)


@pytest.mark.parametrize(
    "typed",
    ["12+34", "++49301234", "1234;5", "=1+1", "+*8", "*21*+4930123#", "6100,,1", "030 123456²"],
)
def test_other_characters_are_refused_with_words(typed: str) -> None:
    with pytest.raises(UsageError, match="out of place"):
        dialled(typed, BRAZIL)


def test_short_limit_is_a_rule() -> None:
    long_extensions = DialRules(outside_line="0", short_max=6)
    assert dialled("123456", long_extensions) == "123456"
    assert dialled("1234567", long_extensions) == "01234567"


digits = st.text("0123456789", min_size=1, max_size=11)
rules = st.builds(
    DialRules,
    country_code=st.sampled_from(["", "1", "49", "55", "351"]),
    international_prefix=st.sampled_from(["00", "011", "810", "0021"]),
    trunk_prefix=st.sampled_from(["", "0", "1", "8"]),
    outside_line=st.sampled_from(["", "0", "9"]),
    short_max=st.integers(0, 8),
)


@given(digits, rules)
def test_only_digits_come_out_and_none_typed_is_lost(number: str, rules: DialRules) -> None:
    sent = dialled(number, rules)
    assert sent.isdigit()
    if len(number) <= rules.short_max:
        assert sent == number
    elif not number.startswith(("00", rules.international_prefix, rules.outside_line or "x")):
        assert sent.startswith(rules.outside_line)
        assert sent.endswith(number[-6:])


@given(digits, st.lists(st.sampled_from(" -./\u00a0\u200e")), rules, st.randoms())
def test_separators_change_nothing(number: str, marks: list[str], rules: DialRules, rnd) -> None:
    text = list(number)
    for mark in marks:
        text.insert(rnd.randrange(len(text) + 1), mark)
    assert dialled("".join(text), rules) == dialled(number, rules)


@given(st.from_regex(r"\A[2-9][0-9]{6,13}\Z"), rules)
def test_plus_becomes_prefix_or_national_form(number: str, rules: DialRules) -> None:
    if not has_country_code(number):
        with pytest.raises(UsageError, match="no country has this code"):
            dialled("+" + number, rules)
        return
    sent = dialled("+" + number, rules)
    own = bool(rules.country_code) and number.startswith(rules.country_code)
    if own:
        assert sent.startswith(rules.outside_line + rules.trunk_prefix)
    else:
        assert sent.startswith(rules.outside_line + rules.international_prefix)
    assert sent.endswith(number[-4:])


KINDS = (
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.VOIP,
)
EXAMPLES = [
    (country, example)
    for country in sorted(COUNTRIES)
    for kind in KINDS
    if (example := phonenumbers.example_number_for_type(country, kind)) is not None
    and len(phonenumbers.national_significant_number(example)) > 6
]
LINES = st.sampled_from(["", "0", "9"])


def written(example: phonenumbers.PhoneNumber, form: int) -> str:
    return phonenumbers.format_number(example, form)


@given(st.sampled_from(EXAMPLES), LINES)
def test_one_number_is_dialled_alike_however_it_is_written(
    known: tuple[str, phonenumbers.PhoneNumber], line: str
) -> None:
    country, example = known
    place = rules_of(country, line)
    e164 = written(example, PhoneNumberFormat.E164)
    sent = dialled(e164, place)
    assert sent.startswith(line)
    texts = [
        written(example, PhoneNumberFormat.INTERNATIONAL),
        written(example, PhoneNumberFormat.RFC3966),
        written(example, PhoneNumberFormat.RFC3966).replace("tel:", "TEL://"),
        written(example, PhoneNumberFormat.RFC3966).replace("+", "%2B"),
        f"sip:{e164}@pbx.example.com;user=phone",
        f"callto:{e164}",
        "00" + e164[1:],
        f"\u202a{e164}\u202c",
    ]
    for text in texts:
        read = read_typed(text, place)
        assert (read.dialled, read.e164) == (sent, e164), text
    national = read_typed(written(example, PhoneNumberFormat.NATIONAL), place)
    assert national.e164 in (e164, None)  # none: it may be a number of the agent's own town
    if national.e164:
        assert national.dialled == sent


@given(st.sampled_from(EXAMPLES), LINES)
def test_a_caller_is_one_number_however_a_system_writes_it(
    known: tuple[str, phonenumbers.PhoneNumber], line: str
) -> None:
    country, example = known
    place = rules_of(country, line)
    e164 = written(example, PhoneNumberFormat.E164)
    national = "".join(c for c in written(example, PhoneNumberFormat.NATIONAL) if c.isdigit())
    assume(len(national) > 6)
    for text in (
        e164,
        "00" + e164[1:],
        f"sip:{e164}@gateway",
        line + place.international_prefix + e164[1:],
        line + place.trunk_prefix + phonenumbers.national_significant_number(example)
        if place.country_code != "54"
        else e164,
    ):
        assert read_caller(text, place).e164 == e164, text
    assert read_listed(e164, place).e164 == e164


@given(st.sampled_from(EXAMPLES), LINES, st.sampled_from(["DE", "US", "BR", "FO", "IT"]))
def test_a_number_abroad_has_the_international_prefix(
    known: tuple[str, phonenumbers.PhoneNumber], line: str, home: str
) -> None:
    country, example = known
    assume(COUNTRIES[country].code != COUNTRIES[home].code)
    place = rules_of(home, line)
    e164 = written(example, PhoneNumberFormat.E164)
    read = read_typed(e164, place)
    assert read.e164 == e164
    assert read.dialled == line + place.international_prefix + e164[1:]


@given(st.sampled_from(EXAMPLES), st.sampled_from([" ext. ", " x", ";ext=", " Durchwahl ", ",,"]))
def test_an_extension_is_never_dialled(
    known: tuple[str, phonenumbers.PhoneNumber], word: str
) -> None:
    country, example = known
    e164 = written(example, PhoneNumberFormat.E164)
    read = read_typed(f"{e164}{word}123", rules_of(country))
    assert (read.e164, read.extension) == (e164, "123")
    assert read.dialled == dialled(e164, rules_of(country))


@given(
    st.sampled_from(EXAMPLES),
    st.sampled_from(EXAMPLES),
    st.sampled_from([" / ", "/", ", ", "; ", " | ", "\n", " or ", " und ", " ", " & ", "\u2028"]),
)
def test_two_numbers_are_never_one(
    one: tuple[str, phonenumbers.PhoneNumber],
    other: tuple[str, phonenumbers.PhoneNumber],
    between: str,
) -> None:
    text = between.join(written(each[1], PhoneNumberFormat.INTERNATIONAL) for each in (one, other))
    with pytest.raises(UsageError, match=r"more than one|too long"):
        read_typed(text, rules_of(one[0]))


@pytest.mark.parametrize(
    "text",
    [
        "030 1234567 / 0171 1234567",
        "030 1234567\n0171 1234567",
        "030 1234567 0171 1234567",
        "040 12345/040 54321",
        "030 123456/57",
        "6100, 6101",
        "+49 30 123456 +49 171 1234567",
        "030 123456; 0171 1234567",
        "030 12345 030 54321",
        "030 12345 (030) 54321",
    ],
)
def test_two_german_numbers(text: str) -> None:
    with pytest.raises(UsageError, match=r"more than one|too long"):
        read_typed(text, rules_of("DE"))


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("030/123456", "030123456"),
        ("030 / 12345678", "03012345678"),
        ("033142/123456", "033142123456"),
        ("0171/123 45 67", "01711234567"),
        ("030\n123456", "030123456"),
        ("Tel.: +49 (0) 30 / 123 456", "030123456"),
        ("☎ 030 123456", "030123456"),
        ("+0049 30 123456", "030123456"),
        ("tel:%2B49%2030%20123456", "030123456"),
        ("tel:+49%252030123456", "030123456"),
        ('"Maria" <sip:+4930123456;x=1@pbx:5060>;tag=1', "030123456"),
        ("sip:6100@pbx;transport=tls", "6100"),
        ("tel:7042;phone-context=example.com", "7042"),
        ("tel:123456;phone-context=+49-30", "030123456"),
        ("skype:+4930123456?call", "030123456"),
        ("callto:sip:+4930123456@pbx", "030123456"),
        ("0211 8370", "02118370"),
        ("49 30 123456", "030123456"),
        ("0800 033 0330", "08000330330"),
        ("tel:%2A21%2A030%23", "*21*030#"),
        ("**21*030123456#", "**21*030123456#"),
        ("116117", "116117"),
        ("112", "112"),
        ("0800-FLOWERS", "08003569377"),
        ("12345678", "12345678"),
    ],
)
def test_german_texts(text: str, sent: str) -> None:
    assert dialled(text, rules_of("DE")) == sent


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("+1 212 555 0123", "912125550123"),
        ("(212) 555-0123", "912125550123"),
        ("1 212 555 0123", "912125550123"),
        ("9 1 212 555 0123", "912125550123"),
        ("555-0123", "95550123"),
        ("1-800-FLOWERS", "918003569377"),
        ("011 49 30 123456", "90114930123456"),
        ("911", "911"),
    ],
)
def test_an_american_place_with_an_outside_line(text: str, sent: str) -> None:
    assert dialled(text, rules_of("US", "9")) == sent


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("+55 4004 1234", "40041234"),
        ("0 21 11 98765-4321", "02111987654321"),
        ("0055 49 98765-4321", "049987654321"),  # 55 is a carrier's code as well, 49 Germany's
        ("21 98765-4321", "021987654321"),
    ],
)
def test_brazilian_numbers(text: str, sent: str) -> None:
    assert dialled(text, rules_of("BR")) == sent


def test_a_number_of_the_own_town_is_not_said_to_be_another_towns() -> None:
    read = read_typed("30123456", rules_of("DE", "0"))
    assert (read.dialled, read.e164) == ("030123456", None)


@pytest.mark.parametrize(
    ("country", "line", "caller", "e164"),
    [
        ("DE", "0", "0015123456789", "+4915123456789"),  # not +1 512 345 6789
        ("DE", "0", "0049301234567", "+49301234567"),
        ("DE", "0", "00033142685300", "+33142685300"),
        ("DE", "", "4930123456", "+4930123456"),
        ("BR", "0", "002198765456", "+552198765456"),  # not Iran behind a carrier's code
        ("BR", "", "01521987654321", "+5521987654321"),
        ("US", "9", "912125550123", "+12125550123"),
        ("US", "9", "9175550123", "+19175550123"),
        ("IT", "0", "0612345678", "+390612345678"),
        ("LU", "0", "0261234", "+352261234"),
        ("NL", "", "31612345678", "+31612345678"),
        ("CO", "", "03211234567", "+573211234567"),
    ],
)
def test_callers_whose_number_may_mean_two_things(
    country: str, line: str, caller: str, e164: str
) -> None:
    assert read_caller(caller, rules_of(country, line)).e164 == e164


@pytest.mark.parametrize("text", ["*8", "SIP/default_0002", "anonymous", "", "6100", "+", "12+34"])
def test_what_a_system_says_that_is_no_public_number(text: str) -> None:
    assert read_caller(text, rules_of("DE", "0")).e164 is None


@given(st.text())
def test_any_text_is_dialled_or_refused_with_words(text: str) -> None:
    with suppress(UsageError):
        sent = dialled(text, BRAZIL)
        assert sent
        assert set(sent) <= set("0123456789*#")
