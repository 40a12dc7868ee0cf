"""The figures the pages' examples use, as the example workspace gave them in November 2026.

    peelian measures examples/wiltshire --json --area all --period 2025-26-q3 --measure further_action_cohort
    peelian measures examples/wiltshire --json --period months --measure recorded_crime

and so on. Recomputed from the street and outcomes files of data.police.uk; people from ONS mid-year estimates.
"""

CRIMES_2021 = [2985, 3098, 3472, 3534, 3515, 3351, 3508, 3498, 3537, 3166, 3376, 3014, 3485]
"""Crimes recorded in Wiltshire and Swindon, each month from March 2021 to March 2022."""

CRIMES_2025 = [3201, 3173, 3584, 3417, 3850, 3788, 4036, 3488, 3247, 3535, 3458, 3293]
"""The same, each month of 2025."""

ACTED_2021 = [357, 341, 363, 357, 355, 345, 364, 363, 382, 329, 310, 334, 383]
CLOSED_2021 = [2984, 2886, 2741, 3178, 2659, 2489, 2951, 2918, 3634, 3717, 3780, 3165, 3412]
"""Outcomes recorded in the month, March 2021 to March 2022: those with further action, and all of them."""

ROBBERIES_2025 = [23, 11, 11, 28, 28, 18, 20, 29, 22, 15, 20, 19]
"""Robberies recorded, each month of 2025."""

PEOPLE = 751_542
"""Residents of Wiltshire and Swindon, ONS mid-2022 estimate, the latest held."""

ACTION = {
    "bedfordshire": (1_364, 13_000),
    "cambridgeshire": (2_258, 17_100),
    "cheshire": (3_761, 18_087),
    "city-of-london": (335, 2_303),
    "cleveland": (2_817, 18_563),
    "cumbria": (1_766, 8_932),
    "derbyshire": (3_434, 21_625),
    "devon-and-cornwall": (2_889, 30_258),
    "dorset": (1_298, 9_784),
    "durham": (2_187, 15_367),
    "dyfed-powys": (1_238, 9_096),
    "essex": (5_210, 35_640),
    "gloucestershire": (1_110, 11_231),
    "gwent": (1_515, 14_160),
    "hampshire": (5_074, 34_728),
    "hertfordshire": (2_760, 21_486),
    "humberside": (3_511, 21_136),
    "kent": (5_677, 35_295),
    "lancashire": (5_770, 31_355),
    "leicestershire": (3_418, 21_774),
    "lincolnshire": (1_640, 13_153),
    "merseyside": (6_051, 34_396),
    "norfolk": (2_907, 14_298),
    "north-wales": (2_129, 12_217),
    "north-yorkshire": (1_676, 10_998),
    "northamptonshire": (1_621, 14_006),
    "northumbria": (2_981, 35_138),
    "nottinghamshire": (3_705, 24_937),
    "south-wales": (3_904, 27_366),
    "south-yorkshire": (4_747, 35_915),
    "staffordshire": (3_066, 21_889),
    "suffolk": (1_775, 11_012),
    "surrey": (2_149, 17_994),
    "sussex": (4_593, 32_038),
    "thames-valley": (5_300, 42_332),
    "warwickshire": (991, 9_854),
    "west-mercia": (2_568, 20_593),
    "wiltshire": (1_436, 10_286),
}
"""Crimes recorded in October to December 2025: those with further action so far, and all, by force held in full."""

ROBBERY = {
    "bedfordshire": (213, 715_940),
    "cambridgeshire": (113, 906_814),
    "cheshire": (101, 1_108_765),
    "cleveland": (371, 579_287),
    "cumbria": (32, 503_033),
    "derbyshire": (225, 1_066_954),
    "devon-and-cornwall": (192, 1_810_354),
    "dorset": (89, 785_172),
    "durham": (101, 637_596),
    "dyfed-powys": (16, 518_985),
    "essex": (371, 1_877_301),
    "gloucestershire": (177, 652_409),
    "gwent": (99, 591_396),
    "hampshire": (430, 2_018_711),
    "hertfordshire": (261, 1_204_588),
    "humberside": (224, 942_957),
    "kent": (360, 1_875_893),
    "lancashire": (283, 1_550_490),
    "leicestershire": (212, 1_136_705),
    "lincolnshire": (120, 775_524),
    "merseyside": (390, 1_442_081),
    "norfolk": (86, 925_299),
    "north-wales": (51, 688_201),
    "north-yorkshire": (103, 828_052),
    "northamptonshire": (286, 792_421),
    "northumbria": (580, 1_466_157),
    "nottinghamshire": (437, 1_163_335),
    "south-wales": (288, 1_333_058),
    "south-yorkshire": (549, 1_392_105),
    "staffordshire": (267, 1_146_249),
    "suffolk": (71, 768_555),
    "surrey": (173, 1_214_540),
    "sussex": (428, 1_721_021),
    "thames-valley": (559, 2_549_668),
    "warwickshire": (127, 607_604),
    "west-mercia": (224, 1_313_984),
    "wiltshire": (54, 751_542),
}
"""Robberies recorded in October to December 2025, and residents, by force held in full."""
