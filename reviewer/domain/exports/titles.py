"""Ranks and titles beside which people are called by one of their names."""

RANKS = (
    "Agent", "Brigadier", "Capitaine", "Capt", "Captain", "Chief", "Commandant", "Commander", "Commissaire", "Corporal",
    "Cpl", "Deputy", "Det", "Detective", "Dr", "Insp", "Inspecteur", "Inspector", "Lieutenant", "Lt", "Madame",
    "Monsieur", "Mr", "Mrs", "Ms", "Ofc", "Off", "Officer", "PO", "Sergeant", "Sergent", "Sgt", "Sheriff", "Trooper",
)  # fmt: skip
