"""Names and outlets that both the recogniser and the writer meet."""

import pytest


@pytest.fixture
def hood(make_entity):
    return make_entity("joey-hood", "جوي هود", short=["هود"])


@pytest.fixture
def outlets(make_source):
    make_source("newsweek", "نيوزويك")
    make_source("reuters", "رويترز")
    make_source("kurdistan-24", "كردستان 24")
    make_source("al-hayat", "الحياة", cue=True, aliases=("صحيفة الحياة اللندنية",))
    make_source("al-iraqiya", "العراقية", cue=True)
    make_source("ap", "أسوشيتد برس", aliases=("AP",))
