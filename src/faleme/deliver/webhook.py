"""Webhooks: a signed POST that bears its idempotency key at every attempt."""

from __future__ import annotations

import hashlib
import hmac

import httpx
import msgspec

from faleme.errors import DeliveryError
from faleme.lexicon.delivery_rules import load_delivery_rules
from faleme.records.message import Channel, Taken
from faleme.settings import Secret

SIGNATURE = "X-Faleme-Signature"
_TRY_AGAIN = (408, 425, 429)


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """Posts a message's payload as JSON.

    The body is signed: 'sha256=' and the HMAC-SHA256 of the body under the secret, in hexadecimal.
    """

    secret: Secret = Secret("")
    channel: Channel = "webhook"

    def send(self, taken: Taken) -> None:
        """Post one; raises DeliveryError. Redirects are not followed: the address is what was set."""
        body = msgspec.json.encode(taken.message.payload)
        headers = {
            "Content-Type": "application/json", "Idempotency-Key": taken.message.key,
            "User-Agent": "Faleme",
        }  # fmt: skip
        if self.secret:
            headers[SIGNATURE] = "sha256=" + signature(body, self.secret)
        try:
            answer = httpx.post(
                taken.message.to, content=body, headers=headers,
                timeout=load_delivery_rules().patience_seconds,
            )  # fmt: skip
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DeliveryError(f"{type(error).__name__}: no answer") from error
        if not answer.is_success:
            lasting = 400 <= answer.status_code < 500 and answer.status_code not in _TRY_AGAIN
            raise DeliveryError(f"the receiver said {answer.status_code}", for_good=lasting)


def signature(body: bytes, secret: str) -> str:
    """What a receiver reckons over the body to know that it is ours."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
