"""The forecast: simulated off the main thread once typing pauses, kept for every state, stopped by a key."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual import on, work
from textual.timer import Timer

from aiplan.errors import UsageError
from aiplan.tui.base import DeskApp
from aiplan.tui.i18n import _
from aiplan.tui.messages import DetailReady, ForecastWanted, Simulating, SimulationEnded
from aiplan.tui.phrasing import told_error

if TYPE_CHECKING:
    from aiplan.core.schedule import Schedule
    from aiplan.tui.simulated import Simulated, Simulator

PAUSE = 1.0
"""Seconds after the last edit before the plan is simulated."""
_PATIENCE = 0.3
"""Seconds before a running simulation says how far it is, and between two such words."""


@dataclass(eq=False)
class Task:
    """One simulation that was asked for."""

    number: int
    schedule: Schedule
    runs: int | None
    """`None` for as many as the size of the plan allows."""
    seed: int
    milestone: str | None
    """Whose distribution is wanted with it."""
    base: Schedule | None = None
    """The plan, while a what-if is on show."""
    stopped: threading.Event = field(default_factory=threading.Event)


class ForecastActions(DeskApp):
    """Runs simulations; results of a state that is no longer the present one are dropped."""

    forecast_pause = PAUSE
    _simulator: Simulator | None = None
    _simulation: Task | None = None
    _waiting: Timer | None = None
    _numbered = 0
    _given_up: Schedule | None = None
    """What is not simulated unless asked for: stopped by a person, or without dates."""
    _runs: int | None = None
    """Runs that were asked for; `None` leaves it to the plan and its size."""
    _seed: int | None = None
    _subject: str | None = None
    """The milestone whose distribution was asked for last."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key that stops a simulation to others while none is running."""
        if action == "stop_simulation" and self._simulation is None:
            return False
        return super().check_action(action, parameters)

    # ------------------------------------------------------------ when

    def forecast_later(self) -> None:
        """After a change: take a kept forecast of this state at once, else simulate when typing pauses."""
        self._forget_waiting()
        schedule = self.desk.state.document.schedule
        found, base = self.desk.state.forecast, self._base
        if found is not None and found.base is base:
            return
        self._stop()
        if schedule.finish is None:
            return
        if self._simulator is not None:
            from aiplan.tui.simulated import runs_for

            kept = self._simulator.find(schedule, self._runs or runs_for(schedule), self._seed_now(schedule), base)
            if kept is not None:
                self._take(kept)
                return
        self._waiting = self.set_timer(self.forecast_pause, self.simulate)

    def simulate(self, *, all_runs: bool = False) -> None:
        """Simulate the present state, unless that is being done."""
        self._forget_waiting()
        schedule = self.desk.state.document.schedule
        running = self._simulation
        if running is not None and running.schedule is schedule and running.base is self._base and not all_runs:
            return
        self._stop()
        self._numbered += 1
        runs = self._runs or (schedule.plan.simulation.runs if all_runs else None)
        self._simulation = Task(self._numbered, schedule, runs, self._seed_now(schedule), self._subject, self._base)
        self.desk.simulating(0.0)
        self.publish()
        self._run_simulation(self._simulation)

    @property
    def _base(self) -> Schedule | None:
        base = self.desk.state.base
        return None if base is None else base.schedule

    def _seed_now(self, schedule: Schedule) -> int:
        return schedule.plan.simulation.seed if self._seed is None else self._seed

    def _forget_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _stop(self) -> bool:
        """Stop what is running; tell whether something was."""
        if self._simulation is None:
            return False
        self._simulation.stopped.set()
        self._simulation = None
        self.desk.simulating(None)
        return True

    # ------------------------------------------------------------ off the main thread

    @work(thread=True, exclusive=True, group="forecast", description="forecast", exit_on_error=False)
    def _run_simulation(self, task: Task) -> None:
        from aiplan.tui.simulated import CancelledError, Simulator, runs_for

        if self._simulator is None:
            self._simulator = Simulator()
        told = time.monotonic()

        def go_on(share: float) -> bool:
            nonlocal told
            if time.monotonic() - told > _PATIENCE:
                told = time.monotonic()
                self.post_message(Simulating(task.number, share))
            return not task.stopped.is_set() and self.is_running

        try:
            runs = task.runs or runs_for(task.schedule)
            found = self._simulator.run(task.schedule, runs, task.seed, go_on, task.base)
            from aiplan.tui.forecast import default_subject

            wanted = task.milestone if task.milestone in found.forecast else default_subject(task.schedule)
            if wanted is not None:
                found = found.with_detail(wanted)
        except CancelledError:
            self.post_message(SimulationEnded(task.number, None))
        except UsageError as error:
            self.post_message(SimulationEnded(task.number, None, told_error(error)))
        else:
            self.post_message(SimulationEnded(task.number, found))

    @work(thread=True, exclusive=True, group="forecast-detail", description="forecast-detail", exit_on_error=False)
    def _look_closer(self, found: Simulated, milestone: str) -> None:
        self.post_message(DetailReady(found.with_detail(milestone)))

    # ------------------------------------------------------------ what comes of it

    @on(Simulating)
    def _simulating(self, event: Simulating) -> None:
        if self._simulation is not None and event.number == self._simulation.number:
            self.desk.simulating(event.share)
            self.publish()

    @on(SimulationEnded)
    def _simulated(self, event: SimulationEnded) -> None:
        if self._simulation is None or event.number != self._simulation.number:
            return
        schedule, self._simulation = self._simulation.schedule, None
        self.desk.simulating(None)
        if event.trouble:
            self._given_up = schedule
            self.tell(event.trouble, bad=True)
        if event.found is not None:
            self._take(event.found)
        self.publish()

    @on(DetailReady)
    def _detail_ready(self, event: DetailReady) -> None:
        now = self.desk.state.simulated
        if now is not None and now.forecast is event.found.forecast:
            self._take(event.found)

    def _take(self, found: Simulated) -> None:
        if self._simulator is not None:
            self._simulator.keep(found)
        self.desk.forecast(found)
        self.publish()

    @on(ForecastWanted)
    def _forecast_wanted(self, event: ForecastWanted) -> None:
        """Simulate if the present state has not been, and look closer at a milestone."""
        if not self.opened:
            return
        self._subject = event.milestone or self._subject
        found = self.desk.state.forecast
        if found is None:
            schedule = self.desk.state.document.schedule
            if self._waiting is None and self._given_up is not schedule and schedule.finish is not None:
                self.simulate()
        elif event.milestone is not None and event.milestone not in found.details:
            self._look_closer(found, event.milestone)

    # ------------------------------------------------------------ keys

    def action_simulate(self) -> None:
        """Simulate again, with all runs of the plan."""
        self.simulate(all_runs=True)

    def action_stop_simulation(self) -> None:
        """Stop the simulation that is running."""
        if self._stop():
            self._given_up = self.desk.state.document.schedule
            self.tell(_("the simulation was stopped; m runs it again"))
            self.publish()

    def action_simulation_settings(self) -> None:
        """Ask for runs and seed, and simulate with them."""
        from aiplan.tui.screens.simulation import Settings, SimulationScreen

        settings = self.desk.state.document.plan.simulation
        now = Settings(self._runs or settings.runs, settings.seed if self._seed is None else self._seed)

        def take(chosen: Settings | None) -> None:
            if chosen is None:
                return
            self._runs, self._seed = chosen.runs, chosen.seed
            self.simulate(all_runs=True)

        self.push_screen(SimulationScreen(now, glyphs=self.glyphs), take)
