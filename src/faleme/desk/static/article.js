// Ties a card to its evidence: pointing at or focusing either lights the other. Reading needs none of this.
"use strict";
(() => {
  const cards = new Map([...document.querySelectorAll("[data-event]")].map((card) => [card.dataset.event, card]));
  const pieces = [...document.querySelectorAll("[data-events]")].map((piece) => [piece, piece.dataset.events.split(" ")]);
  const light = (number, on) => {
    cards.get(number)?.classList.toggle("lit", on);
    for (const [piece, numbers] of pieces) if (numbers.includes(number)) piece.classList.toggle("lit", on);
  };
  const tie = (element, numbers) => {
    for (const [type, on] of [["mouseenter", true], ["focusin", true], ["mouseleave", false], ["focusout", false]])
      element.addEventListener(type, () => numbers.forEach((number) => number && light(number, on)));
  };
  for (const [number, card] of cards) tie(card, [number]);
  for (const [piece, numbers] of pieces) tie(piece, numbers);
})();
