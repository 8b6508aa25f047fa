"""How often the character set of text that names none is told right: languages × sets, by one, two and four lines.

A sample counts as right when every letter of it is. Holds when all samples of four lines are right, and all of
Western text with few letters above 127.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.workers.email.charsets import told

_SETS: dict[str, tuple[str, ...]] = {
    "German": ("cp1252", "utf-8"),
    "French": ("cp1252",),
    "Spanish": ("cp1252",),
    "Polish": ("cp1250", "iso8859-2"),
    "Czech": ("cp1250", "iso8859-2"),
    "Hungarian": ("cp1250", "iso8859-2"),
    "Turkish": ("cp1254",),
    "Lithuanian": ("cp1257",),
    "Russian": ("cp1251", "koi8-r", "iso8859-5", "cp866"),
    "Ukrainian": ("cp1251", "koi8-u"),
    "Bulgarian": ("cp1251",),
    "Greek": ("cp1253", "iso8859-7"),
    "Hebrew": ("cp1255",),
    "Arabic": ("cp1256",),
    "Thai": ("cp874",),
    "Japanese": ("cp932", "euc-jp"),
    "Korean": ("cp949",),
    "Chinese (simplified)": ("gb18030",),
    "Chinese (traditional)": ("cp950",),
}
_LINES: dict[str, tuple[str, str, str, str]] = {
    "German": (
        "Heute früh kamen drei Geräte für die Wache.",
        "Müller sagte, wir müssten dafür nichts bezahlen.",
        "Für größere Stückzahlen gibt es später einen Gutschein.",
        "Ich hörte auch, dass die Händler übermorgen zurückkehren.",
    ),
    "French": (
        "Ce matin, nous avons reçu trois caméras gratuites.",
        "Le responsable a précisé qu'il n'y avait rien à payer.",
        "Où faut-il déposer les boîtes déjà ouvertes ?",
        "L'été dernier, un collègue avait été très étonné.",
    ),
    "Spanish": (
        "Esta mañana llegaron tres cámaras para la estación.",
        "El señor dijo que no había que pagar nada más.",
        "¿Dónde está el código que pidió la compañía?",
        "Después les enseñó también cómo se usa el botón.",
    ),
    "Polish": (
        "Dziś rano dotarły trzy kamery dla naszego posterunku.",
        "Kierownik powiedział, że nie trzeba za nie płacić.",
        "Proszę przesłać mi później zdjęcia wszystkich pudełek.",
        "Następnym razem będziemy potrzebować większej ilości.",
    ),
    "Czech": (
        "Dnes ráno přišly tři kamery pro naši stanici.",
        "Vedoucí řekl, že za ně není třeba nic platit.",
        "Příště budeme potřebovat větší množství zařízení.",
        "Pošlete mi prosím později fotografie všech krabic.",
    ),
    "Hungarian": (
        "Ma reggel három kamera érkezett az őrsünkre.",
        "A vezető azt mondta, hogy nem kell értük fizetni.",
        "Később küldjétek el kérlek a dobozok fényképét.",
        "Legközelebb több készülékre lesz majd szükségünk.",
    ),
    "Turkish": (
        "Bu sabah karakolumuza üç tane kamera geldi.",
        "Müdür, bunun için ödeme yapmamız gerekmediğini söyledi.",
        "Lütfen bütün kutuların fotoğraflarını daha sonra gönderin.",
        "Gelecek sefer daha fazla cihaza ihtiyacımız olacağını düşünüyorum.",
    ),
    "Lithuanian": (
        "Šį rytą mūsų nuovadai atvežė tris vaizdo kameras.",
        "Viršininkas pasakė, kad už jas nieko mokėti nereikės.",
        "Prašau vėliau atsiųsti man visų dėžučių nuotraukas.",
        "Kitą kartą mums prireiks žymiai daugiau šių įrenginių.",
    ),
    "Russian": (
        "Сегодня утром мы получили три камеры для участка.",
        "Начальник сказал, что платить за них не нужно.",
        "Пришлите мне, пожалуйста, фотографии всех коробок.",
        "В следующий раз нам понадобится больше устройств.",
    ),
    "Ukrainian": (
        "Сьогодні вранці ми отримали три камери для дільниці.",
        "Керівник сказав, що платити за них не потрібно.",
        "Надішліть мені, будь ласка, світлини всіх коробок.",
        "Наступного разу нам знадобиться більше пристроїв.",
    ),
    "Bulgarian": (
        "Тази сутрин получихме три камери за участъка.",
        "Началникът каза, че не е нужно да плащаме за тях.",
        "Моля, изпратете ми по-късно снимки на всички кутии.",
        "Следващия път ще ни трябват повече устройства.",
    ),
    "Greek": (
        "Σήμερα το πρωί παραλάβαμε τρεις κάμερες για το τμήμα.",
        "Ο διευθυντής είπε ότι δεν χρειάζεται να πληρώσουμε.",
        "Στείλτε μου παρακαλώ φωτογραφίες από όλα τα κουτιά.",
        "Την επόμενη φορά θα χρειαστούμε περισσότερες συσκευές.",
    ),
    "Hebrew": (
        "הבוקר קיבלנו שלוש מצלמות לתחנה שלנו.",
        "המנהל אמר שאין צורך לשלם עליהן דבר.",
        "אנא שלחו לי מאוחר יותר תמונות של כל הקופסאות.",
        "בפעם הבאה נצטרך כמות גדולה יותר של מכשירים.",
    ),
    "Arabic": (
        "وصلت هذا الصباح ثلاث كاميرات إلى مركزنا.",
        "قال المدير إنه لا حاجة إلى دفع أي شيء مقابلها.",
        "أرسلوا لي من فضلكم صور جميع الصناديق لاحقا.",
        "في المرة القادمة سنحتاج إلى عدد أكبر من الأجهزة.",
    ),
    "Thai": (
        "เช้านี้เราได้รับกล้องสามตัวสำหรับสถานีของเรา",
        "ผู้จัดการบอกว่าเราไม่ต้องจ่ายเงินค่ากล้องเลย",
        "กรุณาส่งรูปถ่ายของกล่องทั้งหมดให้ฉันในภายหลัง",
        "ครั้งต่อไปเราจะต้องการอุปกรณ์จำนวนมากกว่านี้",
    ),
    "Japanese": (
        "今朝、署に三台のカメラが届きました。",
        "代金を払う必要はないと所長が言いました。",
        "あとで箱の写真をすべて送ってください。",
        "次はもっと多くの機器が必要になると思います。",
    ),
    "Korean": (
        "오늘 아침 경찰서에 카메라 세 대가 도착했습니다.",
        "소장님은 돈을 낼 필요가 없다고 말했습니다.",
        "나중에 모든 상자의 사진을 보내 주시기 바랍니다.",
        "다음에는 더 많은 기기가 필요할 것 같습니다.",
    ),
    "Chinese (simplified)": (
        "今天早上我们收到了三台摄像头。",
        "所长说，我们不需要为此付钱。",
        "请稍后把所有盒子的照片发给我。",
        "下次我们可能会需要更多的设备。",
    ),
    "Chinese (traditional)": (
        "今天早上我們收到了三台攝影機。",
        "所長說，我們不需要為此付錢。",
        "請稍後把所有盒子的照片傳給我。",
        "下次我們可能會需要更多的設備。",
    ),
}

LANGUAGES = tuple(_SETS)
FEW = (
    *("Zoë paid €5", "“Yes,” he said. “It’s free…”", "Smart “quotes” and €5 – for Ms. Doe’s report", "20 °C ± 3"),
    *("naïve café", "résumé attached; Ångström", "© 2016 Example — all rights reserved ®", "El señor Peña dijo «sí»"),
    *("Français: l'été, à la fête, où ça?", "Señor Núñez", "Ørsted på Ærø", "Mañana por la mañana: ¿qué tal?"),
    *("Müller, Jörg (Größe: 5 m²)", "Ação, coração, não", "Älvsjö är på väg", "Blåbærsyltetøy på brødskive"),
)
"""Western texts in which few letters could mislead."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sample: what it was written in, and whether it was read right, as what."""

    charset: str
    lines: int
    right: bool
    as_what: str


def rows(language: str, lines: int) -> Iterator[Row]:
    """A sample for each set of a language and each run of so many lines."""
    texts = _LINES[language]
    for charset in _SETS[language]:
        for at in range(0, len(texts), lines):
            sample = "\n".join(texts[at : at + lines])
            found, name = told(sample.encode(charset))
            yield Row(charset, lines, found == sample, name)


def main() -> int:
    """Print the table; 0 when all samples of four lines are right."""
    print(f"{'language':24}{'set':12}{'1 line':>10}{'2 lines':>10}{'4 lines':>10}  wrongly read as")
    holds, right, there = True, [0, 0, 0], [0, 0, 0]
    for language, sets in _SETS.items():
        tried = [list(rows(language, lines)) for lines in (1, 2, 4)]
        for charset in sets:
            mine = [[row for row in each if row.charset == charset] for each in tried]
            told_right = [sum(row.right for row in each) for each in mine]
            wrong = sorted({row.as_what for each in mine for row in each if not row.right})
            cells = "".join(f"{f'{n}/{len(each)}':>10}" for n, each in zip(told_right, mine, strict=True))
            print(f"{language:24}{charset:12}{cells}  {', '.join(wrong)}")
            right = [a + b for a, b in zip(right, told_right, strict=True)]
            there = [a + len(each) for a, each in zip(there, mine, strict=True)]
            holds &= told_right[2] == len(mine[2])
    few = sum(told(text.encode("cp1252"))[0] == text for text in FEW)
    print(f"{'Western, few letters':24}{'cp1252':12}{f'{few}/{len(FEW)}':>10}")
    print(f"{'all':36}" + "".join(f"{f'{a}/{b}':>10}" for a, b in zip(right, there, strict=True)))
    return 0 if holds and few == len(FEW) else 1


if __name__ == "__main__":
    sys.exit(main())
