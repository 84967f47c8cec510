/** Names of generated candidates: common in France, of many origins; any likeness to a person is chance. */
export const FAMILY_NAMES = `Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel
Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller
Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément
Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier
Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux
Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey
Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin
Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles
Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Collet Léger Bouvier Julien Prévost
Millet Perrot Daniel Cousin Germain Breton Besson Langlois Rémy Pelletier Lévêque Perrier Leblanc Barré Lebrun
Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez Guichard Gillet Étienne Grondin Poulain Tessier
Chevallier Collin Chauvin Bouchet Gay Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélemy Cordier
Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte Diallo Traoré Benali Haddad Nguyen Tran Da-Silva Ferreira
Cohen Amrani Belkacem Cissé Kone Ndiaye Bensaïd Mansouri Chen Rossi Kowalski Popescu Le-Goff Le-Gall Kervella Etcheverry
Zimmermann Santoni Hoareau Vanhoutte`
  .split(/\s+/)
  .map((name) => name.replace("-", name.startsWith("Le-") || name.startsWith("Da-") ? " " : "-"));

export const GIVEN_NAMES =
  `Emma Louise Jade Alice Chloé Inès Léa Manon Camille Sarah Zoé Juliette Lina Anna Mathilde Eva
Romane Clara Agathe Margaux Pauline Marie Charlotte Lucie Élise Justine Anaïs Océane Laura Julie Marine Mélanie Noémie
Salomé Apolline Capucine Éléonore Clémence Constance Victoire Yasmine Nour Aïcha Fatou Linh Mei Sofia Elena Solène Maëlle
Gwenaëlle Nolwenn Ambre Héloïse Joséphine Valentine Léonie Célia Assia Amel Jeanne Iris Rose Adèle Éva Maïa Lou Nina
Gabriel Léo Raphaël Louis Arthur Jules Adam Hugo Lucas Paul Nathan Théo Tom Maxime Antoine Alexandre Thomas Victor Martin
Baptiste Clément Romain Quentin Pierre Simon Nicolas Julien Guillaume Mathieu Valentin Augustin Grégoire Étienne Rémi
Benoît Bastien Corentin Titouan Malo Yann Erwan Mehdi Yanis Karim Ibrahim Moussa Minh Wei David Samuel Élie Noé Gaspard
Côme Aurélien Florian Damien Loïc Cédric Tristan Robin Axel Évan Mathis Enzo Rayan Sacha Eliott Timothée Ulysse Oscar
Marius Basile Hippolyte Ange Marceau`.split(/\s+/);
