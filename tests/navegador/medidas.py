"""What is measured inside a page: each a function of JavaScript that gives back what is wrong, in words."""

TOO_WIDE = """() => {
  const ancho = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= ancho) return [];
  return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > ancho + 1)
    .map((e) => `${e.tagName}.${e.className}: ${(e.innerText || '').slice(0, 40)}`).slice(0, 5).concat('scrolls');
}"""

TOO_SMALL = """() => [...document.querySelectorAll('input:is([type=text], [type=search], [type=password]), textarea')]
  .filter((campo) => !campo.hasAttribute('size') && campo.getBoundingClientRect().width < 120)
  .map((campo) => `${campo.id}: too narrow to write in`)"""
