"""Letters of other alphabets that pass for Latin ones: who reads а sees an a, and whoever searches for it finds none.

After Unicode Technical Standard 39 (confusables.txt), with the letters that a name is likely to be forged with.
"""

from __future__ import annotations

LOOKS = str.maketrans(
    dict(zip("авеѕіјкмнорстухһԁԛԝӏґзьүѵ", "abesijkmhopctyxhdqwlr3byv", strict=True))
    | dict(zip("αβγεζηικμνορςτυχω", "abyeznikmvopctuxw", strict=True))
    | dict(zip("ոսօցհյզ", "nuoghjq", strict=True))
    | dict(zip("ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ", "abcdeghjklmprstvwz", strict=True))
    | dict(zip("ꭺᏼꮯꭰꭼꮐꮋꭻꮶꮮꮇꮲꮢꮪꭲꮩꮃꮓ", "abcdeghjklmprstvwz", strict=True))
    | dict(zip("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "abcdefghijklmnoprstuvwxyz", strict=True))
    | dict(zip("ıɩɑɡ", "iiag", strict=True))
    | dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
)
"""Letters of Cherokee and Lisu, small ones of Cyrillic, Greek, Armenian and rare Latin, and small capitals; the Latin
ones that they, or their capitals, pass for."""

CAPITALS = {"h": "Η", "n": "Ν", "y": "Υ"}
"""Latin letters that a Greek capital passes for whose small letter passes for another one."""
