"""The settings of mail: from the environment, the password from a file, and never in a message."""

from __future__ import annotations

from pathlib import Path

import pytest

from faleme.deliver.mail import Mail
from faleme.errors import SettingsError
from faleme.settings import Settings, settings_from

ENVIRONMENT = {
    "FALEME_SMTP_HOST": "smtp.exemple.sn",
    "FALEME_SMTP_PORT": "465",
    "FALEME_SMTP_TLS": "tls",
    "FALEME_SMTP_USER": "bureau",
    "FALEME_MAIL_FROM": "bureau@desk.example",
}


def test_the_environment_sets_the_mail_server() -> None:
    settings = settings_from(ENVIRONMENT | {"FALEME_SMTP_PASSWORD": "canarimotdepasse"})
    found = Mail.of(settings)
    assert (found.host, found.port, found.tls, found.user) == ("smtp.exemple.sn", 465, "tls", "bureau")
    assert str(found.password) == "canarimotdepasse"
    assert "canarimotdepasse" not in repr(settings) + repr(found)


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("canarimotdepasse\n")
    settings = settings_from(ENVIRONMENT, smtp_password_file=str(file))
    assert str(Mail.of(settings).password) == "canarimotdepasse"
    file.unlink()
    with pytest.raises(SettingsError, match="cannot be read"):
        Mail.of(settings)


def test_settings_can_be_passed_on_whole() -> None:
    settings = settings_from(ENVIRONMENT | {"FALEME_SMTP_PASSWORD": "x"})
    again = settings_from({}, **{name: getattr(settings, name) for name in settings.__struct_fields__})
    assert again == settings
    assert isinstance(again, Settings)


@pytest.mark.parametrize(
    "wrong",
    [
        {"FALEME_SMTP_PORT": "beaucoup"},
        {"FALEME_SMTP_PORT": "0"},
        {"FALEME_FORGET_DAYS": "-1"},
        {"FALEME_SMTP_TLS": "ssl"},
        {"FALEME_COMMENTS": "yes"},
    ],
)
def test_a_setting_that_is_none_is_told_in_one_line(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="setting not understood"):
        settings_from(wrong)
