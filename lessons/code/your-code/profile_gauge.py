"""Which function of `gauge.py` takes how long? `python profile_gauge.py levels.npz gauge.png`."""

# [profile]
import cProfile
import pstats
import sys

import gauge

profile = cProfile.Profile()
profile.runcall(gauge.study, sys.argv[1])
functions = pstats.Stats(profile).get_stats_profile().func_profiles
# [end]

# [picture]
import matplotlib.pyplot as plt

names = ["read_levels", "smooth", "find_peaks", "find_floods", "report"]
seconds = [functions[name].cumtime for name in names]
whole = functions["study"].cumtime
figure, axes = plt.subplots(figsize=(7, 2.5), layout="constrained")
bars = axes.barh(names, seconds)
axes.bar_label(bars, [f"{100 * part / whole:.0f}%" for part in seconds], padding=3)
axes.invert_yaxis()
axes.margins(x=0.12)
axes.set_xlabel("seconds under the profiler, calls included")
figure.savefig(sys.argv[2])
# [end]
