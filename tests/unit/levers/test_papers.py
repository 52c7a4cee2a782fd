"""Levers about papers: what each one changes, and every reason for which it is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.oracles.levers import lever, minutes, refusal, share, visits
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import DocumentSource, Lane
from workflows.definition.precedence import precedes
from workflows.definition.steps import ApplicantStep, Call, ClockStop, Loop, Sequence, StopReason
from workflows.definition.tree import walk
from workflows.levers.catalogue import Lever

HANDED_IN = {"handing_in_time": minutes(60)}


def test_papers_are_checked_and_corrected_online_before_they_are_handed_in(permit: Lane) -> None:
    after = lever("online_pre_review", pool="fire", correcting_time=minutes(30), **HANDED_IN).apply(permit)
    loop = after.steps["corrections_site"]
    assert isinstance(loop, Loop)
    assert loop.at_most == 1
    assert loop.provenance.basis.startswith("DD-027")
    assert precedes(after.body, "corrections_site", "file_site_in_order")
    assert precedes(after.body, "file_site_in_order", "accepted")
    trips = {name: step.visits for name, step in after.steps.items() if isinstance(step, ApplicantStep)}
    assert trips == {
        "file_site": 0,
        "correct_site": 0,
        "file_site_in_order": 1,
        "file_scheme": 0,
        "correct_scheme": 0,
        "file_scheme_in_order": 1,
    }
    assert after.tasks["check_site"].pool == "fire"
    assert after.steps["correct_site"].time.mean == 30  # type: ignore[union-attr]
    assert after.steps["file_site_in_order"].time.mean == 60  # type: ignore[union-attr]


def test_corrections_online_stop_no_legal_clock() -> None:
    before = shipped_lane("construction_permit")
    after = lever("online_pre_review", loops=["corrections_land_approval"], **HANDED_IN).apply(before)

    def stops(lane: Lane) -> int:
        return sum(isinstance(s, ClockStop) and s.reason is StopReason.CORRECTION for s in walk(lane.body))

    assert stops(before) - stops(after) == 1
    assert isinstance(after.steps["correct_land_approval"], ApplicantStep)


def test_a_filing_that_costs_no_trip_is_not_done_twice(permit: Lane) -> None:
    shared = lever("drop_document", documents=["form"], visits_saved_at=["file_site"]).apply(permit)
    after = lever("online_pre_review", loops=["corrections_site"], **HANDED_IN).apply(shared)
    assert "file_site_in_order" not in after.steps
    assert after.steps["file_site"] is shared.steps["file_site"]


def test_only_corrections_behind_a_filing_are_reviewed_beforehand(permit: Lane) -> None:
    review = lever("online_pre_review", loops=["corrections_site"], **HANDED_IN)
    assert "expected a loop in which the applicant corrects as 'site'; found task" in refusal(
        lever("online_pre_review", loops=["site"], **HANDED_IN), permit
    )
    circle = lever("online_pre_review", loops=["dead_loop"], **HANDED_IN)
    assert "in which the applicant corrects as 'dead_loop'" in refusal(circle, shipped_lane("circular_preconditions"))
    assert "no pool is called 'net'" in refusal(lever("online_pre_review", pool="net", **HANDED_IN), permit)
    without_filing = lever("cancel_step", steps=["file_site"]).apply(permit)
    assert "the applicant's filing right before 'corrections_site'" in refusal(review, without_filing)
    neither = lever("cancel_step", steps=["file_site", "file_scheme"]).apply(permit)
    assert "a correction loop behind a filing" in refusal(lever("online_pre_review", **HANDED_IN), neither)
    assert "papers checked at the counter in 'corrections_site'" in refusal(review, review.apply(permit))
    everything = lever("online_pre_review", **HANDED_IN)
    assert "something left to change" in refusal(everything, everything.apply(permit))


def test_a_guide_leaves_a_part_of_the_defects_and_says_that_it_is_assumed(permit: Lane) -> None:
    guide = lever("demand_side_guide", defect_factor=share(0.4))
    after = guide.apply(permit)
    assert [document.defect_share.value for document in after.documents.values()] == pytest.approx([0.04] * 3)
    assert all(document.defect_share.provenance.is_assumption for document in after.documents.values())
    assert after.body is permit.body
    one = lever("demand_side_guide", documents=["plan"], defect_factor=share(0.4)).apply(permit)
    assert one.documents["form"] is permit.documents["form"]


def test_a_guide_spares_asking_around() -> None:
    lane = shipped_lane("agent_service")
    spared = ["go_ask_company", "ask_company", "go_ask_tax", "ask_tax"]
    after = lever("demand_side_guide", defect_factor=share(0.5), spared=spared).apply(lane)
    assert lane.steps.keys() - after.steps.keys() == set(spared)
    assert visits(lane) - visits(after) == 2


def test_a_guide_is_given_once_and_stands_in_for_no_duty(permit: Lane) -> None:
    guide = lever("demand_side_guide", defect_factor=share(0.4))
    assert "a lane without a guide" in refusal(guide, guide.apply(permit))
    shared = lever("share_document", documents=["form"]).apply(permit)
    named = lever("demand_side_guide", documents=["form"], defect_factor=share(0.4))
    assert "a document that the applicant brings as 'form'; found source shared" in refusal(named, shared)

    def sparing(name: str) -> Lever:
        return lever("demand_side_guide", defect_factor=share(0.4), spared=[name])

    assert "which law puts before 'scheme'" in refusal(sparing("site"), permit)
    assert "a step in which somebody asks around as 'decided'; found milestone" in refusal(sparing("decided"), permit)
    assert "a step in which somebody asks around as 'scheme_refused'" in refusal(sparing("scheme_refused"), permit)
    with pytest.raises(ValidationError, match="expected defect_factor below 1"):
        lever("demand_side_guide", defect_factor=share(1))


def test_a_commitment_takes_the_place_of_a_document(permit: Lane) -> None:
    after = lever(
        "replace_document_by_commitment",
        documents=["plan"],
        signed_before="accepted",
        signing_time=minutes(10),
        follow_up="commitment_follow_up",
        visits_saved_at=["file_site"],
    ).apply(permit)
    assert after.documents["plan"].source is DocumentSource.COMMITMENT
    assert after.documents["form"] is permit.documents["form"]
    assert dict(after.outcome_shares(after.tasks["check_site"]))["incomplete"] == pytest.approx(0.1)
    assert precedes(after.body, "sign_commitment", "accepted")
    assert visits(permit) - visits(after) == 1
    calls = [step for step in walk(after.body) if isinstance(step, Call)]
    assert [(call.lane, call.awaited) for call in calls] == [("commitment_follow_up", False)]
    assert precedes(after.body, "decided", calls[0].id)
    assert not any(calls[0] in walk(part) for part in walk(after.steps["scheme_refused"]))


def test_a_commitment_that_may_be_faulty_says_how_often(permit: Lane) -> None:
    after = lever("replace_document_by_commitment", documents=["plan"], defect_share=share(0.02)).apply(permit)
    assert after.documents["plan"].defect_share.value == 0.02
    assert after.body is permit.body


def test_only_what_the_applicant_brings_is_committed_to(permit: Lane) -> None:
    committed = lever("replace_document_by_commitment", documents=["form"])
    assert "found source commitment" in refusal(committed, committed.apply(permit))
    assert "no document is called 'frm'" in refusal(lever("replace_document_by_commitment", documents=["frm"]), permit)
    saved = lever("replace_document_by_commitment", documents=["form"], visits_saved_at=["site"])
    assert "a step that costs a visit as 'site'" in refusal(saved, permit)
    with pytest.raises(ValidationError, match="signed_before and signing_time, or neither"):
        lever("replace_document_by_commitment", documents=["form"], signed_before="site")


def proof(document: str, ground: str, **what: object) -> dict[str, object]:
    return {"document": document, "ground": ground, **what}


def no_proof(*proofs: dict[str, object], **more: object) -> Lever:
    return lever("no_proof_service", proofs=list(proofs), **more)


@pytest.mark.parametrize("ground", ["no_legal_basis", "nobody_can_issue"])
def test_a_proof_without_basis_or_issuer_is_cancelled(permit: Lane, ground: str) -> None:
    after = no_proof(proof("plan", ground), visits_saved_at=["file_site"]).apply(permit)
    assert "plan" not in after.documents
    assert after.tasks["check_site"].documents == ("form",)
    assert visits(permit) - visits(after) == 1


def test_a_proof_that_authorities_have_is_looked_up_or_asked_for_once(permit: Lane) -> None:
    looked_up = no_proof(proof("plan", "held_by_authorities", defect_share=share(0.01))).apply(permit)
    assert looked_up.documents["plan"].source is DocumentSource.SHARED
    assert looked_up.documents["plan"].defect_share.value == 0.01
    assert looked_up.body is permit.body
    asked = no_proof(proof("plan", "held_by_authorities", asked_by="fire", asking_time=minutes(20))).apply(permit)
    inquiry = asked.tasks["ask_for_plan"]
    assert (inquiry.pool, inquiry.service_time.mean) == ("fire", 20)
    assert isinstance(asked.body, Sequence)
    outermost = [getattr(step, "id", "") for step in asked.body.steps]
    assert outermost.index("ask_for_plan") == outermost.index("corrections_site") - 1


def test_a_certificate_shows_what_a_proof_said(permit: Lane) -> None:
    after = no_proof(proof("opinion", "shown_by_certificate", certificate="plan")).apply(permit)
    assert after.tasks["check_scheme"].documents == ("form", "plan")
    assert "opinion" not in after.documents


def test_a_proof_is_signed_for(permit: Lane) -> None:
    after = no_proof(proof("plan", "committed")).apply(permit)
    assert after.documents["plan"].source is DocumentSource.COMMITMENT


def test_a_proof_needs_a_ground_that_fits(permit: Lane) -> None:
    cancelled = no_proof(proof("plan", "no_legal_basis"))
    assert "no document is called 'plan'" in refusal(cancelled, cancelled.apply(permit))
    shared = lever("share_document", documents=["plan"]).apply(permit)
    assert "found source shared" in refusal(cancelled, shared)
    twice = no_proof(proof("plan", "no_legal_basis"), proof("plan", "committed"))
    assert "expected every proof once; found 'plan' twice" in refusal(twice, permit)
    shown = proof("opinion", "shown_by_certificate", certificate="plan")
    assert "a certificate that stays; found 'plan'" in refusal(no_proof(shown, proof("plan", "committed")), permit)
    unknown = no_proof(proof("opinion", "shown_by_certificate", certificate="card"))
    assert "no document is called 'card'" in refusal(unknown, permit)
    nobody = no_proof(proof("plan", "held_by_authorities", asked_by="archive", asking_time=minutes(20)))
    assert "no pool is called 'archive'" in refusal(nobody, permit)
    unasked = lever("cancel_step", steps=["corrections_scheme"]).apply(permit)
    asking = no_proof(proof("opinion", "held_by_authorities", asked_by="fire", asking_time=minutes(20)))
    assert "a step that needs 'opinion'" in refusal(asking, unasked)


def test_what_a_ground_takes_is_checked_when_it_is_read() -> None:
    with pytest.raises(ValidationError, match="a certificate for ground shown_by_certificate only"):
        no_proof(proof("plan", "shown_by_certificate"))
    with pytest.raises(ValidationError, match="asked_by for ground held_by_authorities only"):
        no_proof(proof("plan", "committed", asked_by="fire", asking_time=minutes(20)))
    with pytest.raises(ValidationError, match="asked_by and asking_time, or neither"):
        no_proof(proof("plan", "held_by_authorities", asked_by="fire"))
