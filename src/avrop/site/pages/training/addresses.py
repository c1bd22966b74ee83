"""Addresses of the pages of training."""

from django.urls import URLPattern, path

from avrop.site.pages.training import (
    helping,
    learning,
    managing,
    planning,
    plans,
    practising,
    requiring,
    rollout,
    steering,
    testing,
)

TRAINING: tuple[URLPattern, ...] = (
    path("training", learning.my_training, name="my_training"),
    path("training/certificates/mine", learning.my_certificates, name="my_certificates"),
    path("training/courses/<uuid:course_id>", learning.training_course, name="training_course"),
    path("training/lessons/<uuid:lesson_id>", learning.training_lesson, name="training_lesson"),
    path("training/policies/<uuid:policy_id>", learning.training_policy, name="training_policy"),
    path("training/short/<str:blocker>", learning.micro_lesson, name="micro_lesson"),
    path("training/tests/<uuid:sitting_id>", testing.training_test, name="training_test"),
    path("training/decide", managing.training_decisions, name="training_decisions"),
    path(
        "training/decide/<uuid:person_id>/<uuid:course_id>",
        managing.training_decide,
        name="training_decide",
    ),
    path("training/coverage", managing.training_coverage, name="training_coverage"),
    path("training/untrained", managing.training_untrained, name="training_untrained"),
    path("training/certificates", managing.training_certificates, name="training_certificates"),
    path("training/plans", plans.rollout_plans, name="rollout_plans"),
    path("training/plans/new", plans.new_rollout_plan, name="new_rollout_plan"),
    path("training/plans/<uuid:plan_id>", rollout.rollout_plan, name="rollout_plan"),
    path(
        "training/plans/<uuid:plan_id>/write", planning.rollout_plan_form, name="rollout_plan_form"
    ),
    path("training/plans/<uuid:plan_id>/<str:key>", rollout.act, name="act_on_rollout_plan"),
    path("training/practise", practising.practise, name="practise"),
    path(
        "training/practice",
        practising.practice_environment,
        name="practice_environment",
    ),
    path("training/steer", steering.training_courses, name="training_courses"),
    path("training/versions/<uuid:version_id>", steering.training_version, name="training_version"),
    path(
        "training/versions/<uuid:version_id>/questions",
        steering.training_questions,
        name="training_questions",
    ),
    path(
        "training/versions/<uuid:version_id>/questions/add",
        steering.add_training_question,
        name="add_training_question",
    ),
    path(
        "training/versions/<uuid:version_id>/lessons/<int:position>",
        steering.write_training_lesson,
        name="write_training_lesson",
    ),
    path(
        "training/versions/<uuid:version_id>/analysis",
        steering.training_analysis,
        name="training_analysis",
    ),
    path(
        "training/questions/<uuid:question_id>",
        steering.training_question,
        name="training_question",
    ),
    path("training/required", requiring.training_requirements, name="training_requirements"),
    path("training/exceptions", helping.training_exceptions, name="training_exceptions"),
    path("training/mistakes", helping.training_mistakes, name="training_mistakes"),
    path("training/policy", helping.write_training_policy, name="write_training_policy"),
)
