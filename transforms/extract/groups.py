"""The groups of words that the engine asks language files for."""

GROUPS = frozenset(
    """
    additive admitted against age_of aggregation ago among amount and around as_of_after as_of_before aside
    begun birth brackets brought came case cause change class classifier clock_word complication dateline day_age day_of
    day_sign day_the day_word difference dose dose_order dwell each each_before elsewhere facility fall
    figure fill food from_before from_ending fumes function gap growth happened heading homonym implied
    institution locality_after locality_before lone_death lone_person measure month month_in month_sign
    months nation not_after not_before of_them of_whom officiality origin_before out_of overnight part past
    patient percent person qualifier rate_base refuted region_here registered relative respectively rest
    rise said_after said_before same_kind since_after since_before skip sought span step subgroup
    superlative symptom teaser through to_before to_ending told total_row unit unit_before until_after
    until_before vaccine_word versus_after versus_before veto week_before week_word weekday world year_in
    year_of year_word zero
    """.split()  # noqa: SIM905
)
